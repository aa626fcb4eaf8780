package dev.acstoken.mappings;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Creates files that only their owner may read, because they contain the ids of users. */
final class PrivateFile {

  private PrivateFile() {}

  /**
   * Creates an empty file.
   *
   * @throws FileAlreadyExistsException if the file exists
   */
  static Path create(Path file) throws IOException {
    return Files.createFile(file, permissions(file));
  }

  /**
   * Creates an empty file and opens it for writing.
   *
   * @throws FileAlreadyExistsException if the file exists, also as a link
   */
  static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), permissions(file));
  }

  private static FileAttribute<?>[] permissions(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
