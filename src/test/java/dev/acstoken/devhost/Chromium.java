package dev.acstoken.devhost;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds an installed browser for tests: Chromium or a browser based on it. */
final class Chromium {
  /** The environment variable with the browser's path, if the browser is not in a usual place. */
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
