package dev.acstoken.mappings;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Creates files that only their owner may read, because they contain the ids of users. */
final class PrivateFile {

  private PrivateFile() {}

  /**
   * Creates an empty file.
   *
   * @throws FileAlreadyExistsException if the file exists
   */
  static Path create(Path file) throws IOException {
    boolean hasPermissions = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return Files.createFile(
        file,
        hasPermissions
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0]);
  }
}
