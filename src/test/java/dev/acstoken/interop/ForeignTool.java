package dev.acstoken.interop;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks for programs that tests need and that not every machine has. */
public final class ForeignTool {

  private ForeignTool() {}

  /** Skips the test if the program is not on the PATH. In CI, which installs it, the test fails. */
  public static void require(String program) {
    if (System.getenv("CI") != null && !isOnPath(program)) {
      fail(missing(program));
    }
    offer(program);
  }

  /** Skips the test if the program is not on the PATH, also in CI, which does not install it. */
  public static void offer(String program) {
    if (!isOnPath(program)) {
      // Maven counts skipped tests, but shows the reason only in its report files.
      System.err.println(missing(program));
    }
    assumeTrue(isOnPath(program), missing(program));
  }

  private static String missing(String program) {
    return "This test needs the program \"" + program + "\", which is not on the PATH.";
  }

  static boolean isOnPath(String program) {
    return Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator)))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
