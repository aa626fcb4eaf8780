package dev.acstoken.devhost;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.LogManager;

/**
 * Runs the functions in a separate process. As in the Functions worker, their public constructors
 * create them and the environment configures them. The process prints the URL that the routes begin
 * with. It serves until its standard input ends, so it does not outlive the process that started
 * it.
 */
final class FunctionsHostMain {
  // Standard error is only for problems of the host itself.
  private static final String LOGGING =
      """
      handlers = java.util.logging.ConsoleHandler
      .level = WARNING
      Function.level = OFF
      """;

  private FunctionsHostMain() {}

  public static void main(String[] args) throws IOException {
    DirectLoopback.apply();
    configureLogging();
    var functions =
        FunctionsHost.of("dev.acstoken.functions", FunctionsHostMain::newFunction)
            .hostJson(Path.of("host.json"))
            .requestBodyLimit(DevelopmentHost.REQUEST_BODY_LIMIT);
    try (var host = functions.start()) {
      System.out.println(host.baseUri());
      while (System.in.read() >= 0) {
        // Only the end of the input matters.
      }
    }
  }

  // A test that reads the log names a configuration of its own.
  private static void configureLogging() throws IOException {
    if (System.getProperty("java.util.logging.config.file") == null) {
      LogManager.getLogManager()
          .readConfiguration(new ByteArrayInputStream(LOGGING.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static Object newFunction(Class<?> type) {
    try {
      return type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " has no public constructor without parameters.", e);
    }
  }
}
