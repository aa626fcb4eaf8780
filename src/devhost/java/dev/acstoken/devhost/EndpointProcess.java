package dev.acstoken.devhost;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The endpoint in a separate JVM, on a free port. Benchmarks measure this process, and tests kill
 * it.
 */
public final class EndpointProcess implements AutoCloseable {
  private static final long SECONDS_TO_START = 60;

  private final Process process;
  private final URI baseUri;

  private EndpointProcess(Process process, URI baseUri) {
    this.process = process;
    this.baseUri = baseUri;
  }

  /**
   * Starts the process and returns once it listens.
   *
   * @param settings all environment variables of the process
   * @param trustStore the file with the certificates that it trusts
   */
  public static EndpointProcess start(
      Map<String, String> settings, Path trustStore, String trustStorePassword) throws Exception {
    return start(settings, trustStore, trustStorePassword, List.of());
  }

  /** Starts the process with additional JVM options. */
  public static EndpointProcess start(
      Map<String, String> settings,
      Path trustStore,
      String trustStorePassword,
      List<String> options)
      throws Exception {
    String classPath = System.getProperty("java.class.path", "");
    return start(settings, trustStore, trustStorePassword, options, classPath);
  }

  /** Starts the process with a class path that may differ from this JVM's. */
  public static EndpointProcess start(
      Map<String, String> settings,
      Path trustStore,
      String trustStorePassword,
      List<String> options,
      String classPath)
      throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Djavax.net.ssl.trustStore=" + trustStore);
    command.add("-Djavax.net.ssl.trustStorePassword=" + trustStorePassword);
    command.addAll(options);
    command.addAll(List.of("-cp", classPath));
    command.add(FunctionsHostMain.class.getName());
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().clear();
    builder.environment().putAll(settings);
    var process = builder.start();
    try {
      var line = CompletableFuture.supplyAsync(() -> firstLine(process));
      return new EndpointProcess(process, URI.create(line.get(SECONDS_TO_START, TimeUnit.SECONDS)));
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  public URI baseUri() {
    return baseUri;
  }

  public long pid() {
    return process.pid();
  }

  /** Kills the process in the middle of its work and returns when it has ended. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static String firstLine(Process process) {
    try {
      var out = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
      var line = new BufferedReader(out).readLine();
      if (line == null) {
        throw new IllegalStateException("The endpoint's process ended before it was listening.");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
