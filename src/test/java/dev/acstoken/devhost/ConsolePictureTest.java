package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Verifies the picture of the console in the README, and takes it again with {@code -DwritePages}.
 */
class ConsolePictureTest {
  private static final Path FILE = Path.of("docs", "images", "console.png");
  private static final Path SCREENSHOT = Path.of("target", "console", "picture.png");
  private static final int MAX_BYTES = 135_000;

  @Test
  void thePictureIsSmall() throws Exception {
    if (System.getProperty("writePages") != null) {
      takePicture();
    }

    assertTrue(Files.size(FILE) <= MAX_BYTES, FILE + " has " + Files.size(FILE) + " bytes.");
  }

  private static void takePicture() throws Exception {
    var browser = Chromium.find().orElseThrow();
    try (var host = DevelopmentHost.onFreePorts()) {
      var process =
          NodePackages.forChecks()
              .script(
                  "console/picture.mjs",
                  host.console().toString(),
                  browser.toString(),
                  SCREENSHOT.toAbsolutePath().toString())
              .inheritIO()
              .start();
      assertEquals(0, process.waitFor());
    }
    DocumentationPicture.write(SCREENSHOT, FILE);
  }
}
