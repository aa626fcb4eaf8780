package dev.acstoken.devhost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a test program in its own JVM, because azure-identity reads its configuration only from
 * environment variables.
 */
public final class JavaProgram {

  private static final int SECONDS = 30;

  private JavaProgram() {}

  /** Returns the command that runs a program on the class path of this JVM. */
  public static List<String> command(Class<?> main, String... arguments) {
    return command(List.of(), main, arguments);
  }

  /**
   * Returns the command that runs a program on the class path of this JVM.
   *
   * @param options more options of the JVM
   */
  public static List<String> command(List<String> options, Class<?> main, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  /** Returns the options with which a JVM trusts these certificates. */
  public static List<String> trusting(Path trustStore, String password) {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + trustStore,
        "-Djavax.net.ssl.trustStorePassword=" + password);
  }

  /**
   * Runs the program to its end and returns its output.
   *
   * @param environment the variables that are added to this process's, except for those that
   *     azure-identity reads
   * @param trustStore the file with the certificates that the program trusts
   * @param folder the folder for its output
   */
  public static List<String> run(
      Class<?> main,
      Map<String, String> environment,
      Path trustStore,
      String trustStorePassword,
      Path folder)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    Path errors = folder.resolve("errors.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command(trusting(trustStore, trustStorePassword), main))
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AZURE_"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "the program takes too long");
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), Files.readString(errors, UTF_8));
    return Files.readString(output, UTF_8).lines().toList();
  }
}
