package dev.acstoken.mappings;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.Mapping;
import dev.acstoken.mappings.file.FileFormat;
import dev.acstoken.mappings.file.UserRecord;
import dev.acstoken.mappings.file.UserRecordWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file with the former identities and access policies of users, in the form that {@code import}
 * reads. Each run has a file of its own, which exists only if something is overwritten. A line is
 * on the disk before its user is overwritten.
 */
final class OverwrittenUsers implements AutoCloseable {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

  private final Path file;
  private @Nullable FileChannel channel;
  private @Nullable UserRecordWriter writer;

  private OverwrittenUsers(Path file) {
    this.file = file;
  }

  /**
   * Creates the file's name.
   *
   * @param imported the file whose users may be overwritten
   * @param start the time at which the run begins
   */
  static OverwrittenUsers beside(Path imported, Instant start) {
    return new OverwrittenUsers(
        imported.resolveSibling(
            "%s.overwritten-%s.jsonl".formatted(imported.getFileName(), TIME.format(start))));
  }

  /** Returns what a line says about a user. */
  static UserRecord describe(Account former) {
    return new UserRecord(
        former.user(),
        former.mapping().map(Mapping::communicationUserId),
        former.mapping().map(Mapping::createdOn),
        former.policy() instanceof AccessPolicy.Custom custom
            ? Optional.of(custom)
            : Optional.empty());
  }

  /** Returns the file, if something was recorded. */
  synchronized Optional<Path> file() {
    return writer == null ? Optional.empty() : Optional.of(file);
  }

  /** Records a user. The file can be imported only if each user is recorded once. */
  synchronized void record(UserRecord former) {
    try {
      if (writer == null || channel == null) {
        channel = PrivateFile.open(file);
        writer = UserRecordWriter.to(Channels.newOutputStream(channel), FileFormat.JSON_LINES);
      }
      writer.write(former);
      writer.flush();
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (writer != null) {
      writer.close();
    }
  }
}
