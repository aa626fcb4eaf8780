package dev.acstoken.mappings.sort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for temporary files, which only its owner can read. */
public final class TemporaryFolder implements AutoCloseable {

  private final Path path;

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  public static TemporaryFolder create() throws IOException {
    return new TemporaryFolder(Files.createTempDirectory("mappings-"));
  }

  public Path path() {
    return path;
  }

  /** Deletes the folder and all files in it. May be called repeatedly, by several threads. */
  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(path)) {
      List<Path> innermostFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : innermostFirst) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // It is deleted already.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
