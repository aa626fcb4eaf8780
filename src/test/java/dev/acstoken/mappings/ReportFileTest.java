package dev.acstoken.mappings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies that a report replaces only an earlier report. */
class ReportFileTest {

  private final Path file;

  ReportFileTest(@TempDir Path folder) {
    file = folder.resolve("report.csv");
  }

  @Test
  void anEarlierReportIsReplaced() throws IOException {
    for (int line = 1; line <= 2; line++) {
      try (ReportFile report = ReportFile.begin(file, "line", "reason")) {
        report.add(Integer.toString(line), "A reason.");
      }
    }

    assertEquals("line,reason", Files.readAllLines(file).get(0));
    assertEquals("2,A reason.", Files.readAllLines(file).get(1));
  }

  @Test
  void anEarlierReportIsRemovedIfThereIsNothingToReport() throws IOException {
    Files.writeString(file, "line,reason\n1,A reason.\n");

    ReportFile.begin(file, "line", "reason").close();

    assertFalse(Files.exists(file));
  }

  @Test
  void anotherFileIsKept() throws IOException {
    Files.writeString(file, "precious");

    assertRefused();

    assertEquals("precious", Files.readString(file));
  }

  @Test
  void aFolderIsKept() throws IOException {
    Files.createDirectory(file);

    assertRefused();

    assertTrue(Files.isDirectory(file));
  }

  @Test
  void theTargetOfALinkIsKept() throws IOException {
    Path target = Files.writeString(file.resolveSibling("target"), "line,reason\n");
    Files.createSymbolicLink(file, target);

    assertRefused();

    assertTrue(Files.exists(target));
  }

  private void assertRefused() {
    var refused =
        assertThrows(CommandFailedException.class, () -> ReportFile.begin(file, "line", "reason"));
    assertEquals(ExitCode.USAGE, refused.exitCode());
  }
}
