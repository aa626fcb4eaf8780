package dev.acstoken.devhost;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A browser for tests, Chromium or one made of it, as it is installed on this machine. */
final class Chromium {
  /** Names its program, where that is none of the usual places. */
  static final String VARIABLE = "CHROMIUM";

  private Chromium() {}

  static Optional<Path> find() {
    var named = System.getenv(VARIABLE);
    var places =
        named == null
            ? Stream.of(
                "/usr/bin/chromium",
                "/usr/bin/chromium-browser",
                "/usr/bin/google-chrome",
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
            : Stream.of(named);
    return places.map(Path::of).filter(Files::isExecutable).findFirst();
  }
}
