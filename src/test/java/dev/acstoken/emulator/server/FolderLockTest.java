package dev.acstoken.emulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acstoken.devhost.JavaProgram;
import dev.acstoken.interop.ForeignProgram;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class FolderLockTest {

  @TempDir private Path folder;

  @Test
  void oneThreadAtATimeWorksInAFolder() throws Exception {
    AtomicInteger working = new AtomicInteger();
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    Path otherSpelling = folder.resolve("..").resolve(folder.getFileName()).resolve(".lock");
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      FolderLock lock = new FolderLock(i % 2 == 0 ? file() : otherSpelling);
      tasks.add(
          () ->
              lock.run(
                  () -> {
                    seen.add(working.incrementAndGet());
                    return working.decrementAndGet();
                  }));
    }
    var threads = Executors.newFixedThreadPool(4);
    try {
      for (var task : threads.invokeAll(tasks)) {
        assertEquals(0, task.get());
      }
    } finally {
      threads.shutdownNow();
    }

    assertEquals(Collections.nCopies(100, 1), seen);
  }

  @Test
  void noOtherProcessWorksInTheFolder() throws Exception {
    assertEquals("locked", new FolderLock(file()).run(this::seenByAnotherProcess));
    assertEquals("free", seenByAnotherProcess());
  }

  @Test
  void workThatFailsFreesTheFolder() throws Exception {
    FolderLock lock = new FolderLock(file());
    var failure = new InterruptedException();

    var thrown =
        assertThrows(
            InterruptedException.class,
            () ->
                lock.run(
                    () -> {
                      throw failure;
                    }));

    assertSame(failure, thrown);
    assertEquals("done", lock.run(() -> "done"));
    assertEquals("free", seenByAnotherProcess());
  }

  @Test
  void aMissingFolderIsNotCreated() {
    Path missing = folder.resolve("missing");
    FolderLock lock = new FolderLock(missing.resolve(".lock"));

    assertThrows(NoSuchFileException.class, () -> lock.run(() -> "done"));
    assertFalse(Files.exists(missing));
  }

  private Path file() {
    return folder.resolve(".lock");
  }

  private String seenByAnotherProcess() throws InterruptedException {
    return ForeignProgram.run(
        new ProcessBuilder(JavaProgram.command(FolderLockProbe.class, file().toString()))
            .redirectErrorStream(true));
  }
}
