package dev.acstoken.emulator.server;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder in which one program at a time keeps its state from start to start. The folder belongs
 * to the program: everything in it can be discarded.
 */
public final class StateFolder implements AutoCloseable {

  /** The locked file, by which a state folder is recognized. */
  private static final String LOCK = ".state-lock";

  private final Path path;
  private final FileChannel lock;

  private StateFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Opens a folder, which is created if it does not exist, for this program alone.
   *
   * @throws UncheckedIOException if another program has it open, if it holds files of something
   *     else, or if it cannot be used, with a message for the user
   */
  public static StateFolder open(Path path) {
    Path folder = path.toAbsolutePath().normalize();
    try {
      PrivateFiles.createFolder(folder);
      refuseForeign(folder);
      return new StateFolder(folder, lock(folder));
    } catch (UncheckedIOException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The state cannot be kept in %s: %s. Name another folder with --state."
              .formatted(folder, e),
          e);
    }
  }

  /**
   * Opens a folder and discards the state in it, otherwise like {@link #open}.
   *
   * @throws UncheckedIOException as {@link #open}, and if something in it cannot be deleted
   */
  public static StateFolder openFresh(Path path) {
    StateFolder folder = open(path);
    try {
      folder.clear();
      return folder;
    } catch (IOException e) {
      folder.close();
      throw new UncheckedIOException(
          "The state in %s cannot be discarded: %s".formatted(folder.path, e), e);
    }
  }

  /** Returns the exception for a file of the state that cannot be read. */
  public static UncheckedIOException unreadable(Path file, String reason) {
    return new UncheckedIOException(
        "%s cannot be read: %s. Start with --fresh to discard the state.".formatted(file, reason),
        new IOException(reason));
  }

  /** Returns the path of a file or folder in it. */
  public Path resolve(String name) {
    return path.resolve(name);
  }

  /** Lets other programs open the folder. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void refuseForeign(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      if (!Files.exists(folder.resolve(LOCK)) && files.findAny().isPresent()) {
        throw new UncheckedIOException(
            folder
                + " has files that are not this program's state. Name a new or an empty folder with"
                + " --state.",
            new IOException("Not a state folder"));
      }
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel = FileChannel.open(folder.resolve(LOCK), CREATE, WRITE);
    if (!isLocked(channel)) {
      channel.close();
      throw new UncheckedIOException(
          "Another program is running that keeps its state in %s. Stop it, or name another folder"
                  .formatted(folder)
              + " with --state.",
          new IOException("The folder is locked"));
    }
    return channel;
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Another part of this process holds the lock.
      return false;
    }
  }

  private void clear() throws IOException {
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!file.equals(resolve(LOCK))) {
              Files.delete(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            if (!folder.equals(path)) {
              Files.delete(folder);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
