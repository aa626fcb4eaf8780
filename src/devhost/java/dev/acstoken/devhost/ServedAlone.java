package dev.acstoken.devhost;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The functions in a process of their own, made by their public constructors and configured by the
 * environment, as in the Functions worker. Prints where its routes begin, and serves until its
 * standard input ends: so it does not outlive who started it.
 */
final class ServedAlone {
  private ServedAlone() {}

  public static void main(String[] args) throws IOException {
    var functions =
        FunctionsHost.of("dev.acstoken.functions", ServedAlone::newFunction)
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
