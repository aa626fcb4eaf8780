package dev.acstoken.mappings;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that appears under its name only when it is complete. Until then it is beside it, with the
 * ending {@code .part}. Only its owner may read it.
 */
final class WholeFile implements AutoCloseable {

  private final Path file;
  private final Path part;
  private final FileOutputStream out;

  WholeFile(Path file) throws IOException {
    this.file = file;
    this.part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    this.out = new FileOutputStream(PrivateFile.create(part).toFile());
  }

  /** Returns the stream to write to. Flush it before {@link #complete}, and leave it open. */
  OutputStream out() {
    return out;
  }

  /** Gives the file its name, in place of an earlier file. */
  void complete() throws IOException {
    out.getFD().sync();
    out.close();
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Removes the file if it is not complete. */
  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(part);
  }

  /** Removes the file if it is not complete, when nothing can be done about a failure. */
  void discard() {
    try {
      close();
    } catch (IOException e) {
      // The next export removes the file.
    }
  }
}
