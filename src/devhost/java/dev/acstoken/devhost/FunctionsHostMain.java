package dev.acstoken.devhost;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.LogManager;

/**
 * The functions in a process of their own, made by their public constructors and configured by the
 * environment, as in the Functions worker. It prints where its routes begin, and serves until its
 * standard input ends, so it does not outlive the process that started it.
 */
final class FunctionsHostMain {
  // Standard error is for problems of the host itself.
  private static final String LOGGING =
      """
      handlers = java.util.logging.ConsoleHandler
      .level = WARNING
      Function.level = OFF
      """;

  private FunctionsHostMain() {}

  public static void main(String[] args) throws IOException {
    LogManager.getLogManager()
        .readConfiguration(new ByteArrayInputStream(LOGGING.getBytes(StandardCharsets.UTF_8)));
    var functions =
        FunctionsHost.of("dev.acstoken.functions", FunctionsHostMain::newFunction)
            .hostJson(Path.of("host.json"));
    try (var host = functions.start()) {
      System.out.println(host.baseUri());
      while (System.in.read() >= 0) {
        // Nothing is expected there but the end.
      }
    }
  }

  private static Object newFunction(Class<?> type) {
    try {
      return type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " has no public constructor without arguments.", e);
    }
  }
}
