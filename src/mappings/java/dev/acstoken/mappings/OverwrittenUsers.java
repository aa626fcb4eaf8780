package dev.acstoken.mappings;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.Mapping;
import dev.acstoken.mappings.file.FileFormat;
import dev.acstoken.mappings.file.UserRecord;
import dev.acstoken.mappings.file.UserRecordWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file with the former identities and access policies of users, in the form that {@code import}
 * reads. Lines are appended to an existing file, and are on the disk before anything is
 * overwritten.
 */
final class OverwrittenUsers implements AutoCloseable {

  private final Path file;
  private @Nullable FileOutputStream out;
  private @Nullable UserRecordWriter writer;

  OverwrittenUsers(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  synchronized void record(Account former) {
    try {
      UserRecordWriter open = open();
      open.write(
          new UserRecord(
              former.user(),
              former.mapping().map(Mapping::communicationUserId),
              former.mapping().map(Mapping::createdOn),
              former.policy() instanceof AccessPolicy.Custom custom
                  ? Optional.of(custom)
                  : Optional.empty()));
      open.flush();
      if (out != null) {
        out.getFD().sync();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private UserRecordWriter open() throws IOException {
    if (writer == null) {
      if (!Files.exists(file)) {
        PrivateFile.create(file);
      }
      out = new FileOutputStream(file.toFile(), true);
      writer = UserRecordWriter.to(out, FileFormat.JSON_LINES);
    }
    return writer;
  }

  @Override
  public synchronized void close() throws IOException {
    if (writer != null) {
      writer.close();
    }
  }
}
