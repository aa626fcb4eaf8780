package dev.acstoken.emulator.server;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets one thread of one process at a time work in a folder.
 *
 * @param file the file in the folder that is locked; it is created, and never deleted
 */
public record FolderLock(Path file) {

  // A file lock excludes only other processes. Threads of this one would get an exception.
  private static final Map<Path, Object> IN_THIS_JVM = new ConcurrentHashMap<>();

  /** Keeps the absolute path, so that every spelling of it is one lock. */
  public FolderLock {
    file = file.toAbsolutePath().normalize();
  }

  /**
   * Work that needs the folder.
   *
   * @param <T> the type of its result
   * @param <E> the type of the exception that it throws besides {@link IOException}
   */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    T run() throws IOException, E;
  }

  /**
   * Waits until nobody else works in the folder, and then runs the work.
   *
   * @throws IOException if the file cannot be locked, such as without the folder, or from the work
   * @throws E from the work
   */
  public <T, E extends Exception> T run(Work<T, E> work) throws IOException, E {
    synchronized (IN_THIS_JVM.computeIfAbsent(file, path -> new Object())) {
      try (FileChannel channel = FileChannel.open(file, CREATE, WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid()) {
          throw new IOException("The lock on " + file + " was lost.");
        }
        return work.run();
      }
    }
  }
}
