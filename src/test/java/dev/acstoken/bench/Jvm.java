package dev.acstoken.bench;

import java.nio.file.Path;

/** The JVM that the bench itself runs on. */
final class Jvm {

  static final String PROGRAM =
      Path.of(System.getProperty("java.home", ""), "bin", "java").toString();

  private Jvm() {}
}
