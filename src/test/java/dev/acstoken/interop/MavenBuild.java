package dev.acstoken.interop;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Builds a Maven project in a separate Maven process, for programs that run in another JVM. */
public final class MavenBuild {

  // The first build on a machine downloads a compiler.
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  // A build is over before the code of the optimizing compiler pays off.
  private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private MavenBuild() {}

  /**
   * Runs Maven with these arguments and this JVM's JDK, and returns its output. Skips the test if
   * Maven is missing.
   */
  public static String run(Path project, String... arguments) throws InterruptedException {
    return run(project, unchanged -> {}, arguments);
  }

  /** Runs Maven as {@link #run(Path, String...)}, after a change of its command or environment. */
  public static String run(Path project, Consumer<ProcessBuilder> change, String... arguments)
      throws InterruptedException {
    ForeignTool.require("mvn");
    List<String> command = new ArrayList<>(List.of("mvn", "--batch-mode", "--quiet"));
    command.addAll(List.of(arguments));
    var maven = new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true);
    maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
    maven.environment().merge("MAVEN_OPTS", SHORT_LIVED, (other, own) -> other + " " + own);
    change.accept(maven);
    return ForeignProgram.run(maven, TIMEOUT);
  }

  /**
   * Returns the command that runs a program of a project that was built, with this JVM's JDK.
   *
   * @param project a project that copies its libraries to {@code target/libraries}
   */
  public static List<String> program(Path project, String mainClass) {
    Path target = project.resolve("target");
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        target.resolve("classes")
            + File.pathSeparator
            + target.resolve("libraries")
            + File.separator
            + "*",
        mainClass);
  }
}
