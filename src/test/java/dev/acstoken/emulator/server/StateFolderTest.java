package dev.acstoken.emulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {

  @TempDir private Path parent;

  @Test
  void aFreshStateDiscardsTheFormerOne() throws IOException {
    Path folder = parent.resolve("new").resolve("state");
    try (StateFolder state = StateFolder.open(folder)) {
      Files.createDirectories(state.resolve("a").resolve("b"));
      Files.writeString(state.resolve("a").resolve("b").resolve("c"), "x");
    }
    try (StateFolder kept = StateFolder.open(folder)) {
      assertTrue(Files.exists(kept.resolve("a")));
    }
    try (StateFolder fresh = StateFolder.openFresh(folder)) {
      assertFalse(Files.exists(fresh.resolve("a")));
      assertInUse(folder);
    }
  }

  @Test
  void aFolderIsForOneProgramUntilItIsClosed() {
    Path folder = parent.resolve("state");
    try (StateFolder state = StateFolder.open(folder)) {
      assertInUse(state.resolve("..").resolve("state"));
    }
    StateFolder.open(folder).close();
  }

  @Test
  void filesOfSomethingElseAreLeftAlone() throws IOException {
    Files.writeString(parent.resolve("thesis.txt"), "x");

    assertRefused(parent, "has files that are not this program's state");
    assertEquals("x", Files.readString(parent.resolve("thesis.txt")));
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    assertRefused(Files.writeString(parent.resolve("file"), "x"), "cannot be kept");
  }

  private static void assertInUse(Path folder) {
    assertRefused(folder, "Another program is running that keeps its state in");
  }

  private static void assertRefused(Path folder, String reason) {
    var thrown =
        assertThrows(UncheckedIOException.class, () -> StateFolder.openFresh(folder).close());
    String message = String.valueOf(thrown.getMessage());
    assertTrue(message.contains(reason), message);
    assertTrue(message.contains("--state"), message);
  }
}
