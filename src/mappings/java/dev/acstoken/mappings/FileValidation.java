package dev.acstoken.mappings;

import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.mappings.file.Line;
import dev.acstoken.mappings.file.UserRecordReader;
import dev.acstoken.mappings.sort.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** Validates all lines of a file, alone and against each other, in constant memory. */
final class FileValidation {

  private static final int LINES_BETWEEN_STEPS = 1000;

  private final Session session;
  private final AcsResource resource;
  private final InstantSource clock;
  private final TemporaryFolder folder;

  FileValidation(
      Session session, AcsResource resource, InstantSource clock, TemporaryFolder folder) {
    this.session = session;
    this.resource = resource;
    this.clock = clock;
    this.folder = folder;
  }

  /**
   * Reads the file and adds the lines that cannot be imported to the rejections.
   *
   * @return the number of lines
   * @throws CommandFailedException if the process is being interrupted
   */
  long run(Path file, Rejections rejections) throws IOException {
    try (Duplicates users = new Duplicates("user", folder);
        Duplicates identities = new Duplicates("ACS identity", folder)) {
      long lines = read(file, users, identities, rejections);
      users.reject(rejections);
      identities.reject(rejections);
      return lines;
    }
  }

  private long read(Path file, Duplicates users, Duplicates identities, Rejections rejections)
      throws IOException {
    ResourceCheck check = new ResourceCheck(resource);
    long lines = 0;
    try (UserRecordReader reader = UserRecordReader.open(file, clock);
        StepProgress progress =
            new StepProgress(session, "Validating", Files.size(file), " MB", 1_000_000)) {
      for (Optional<Line> line = reader.read(); line.isPresent(); line = reader.read()) {
        lines++;
        Optional<String> problem = problemOf(line.get(), check);
        if (problem.isPresent()) {
          rejections.add(line.get().number(), problem.get());
        } else {
          add((Line.Valid) line.get(), users, identities);
        }
        if (lines % LINES_BETWEEN_STEPS == 0) {
          progress.stepTo(reader.position());
          requireNoInterruption(lines);
        }
      }
      progress.stepTo(reader.position());
    }
    return lines;
  }

  private static Optional<String> problemOf(Line line, ResourceCheck check) {
    return line instanceof Line.Valid valid
        ? check.problemOf(valid)
        : Optional.of(((Line.Rejected) line).reason());
  }

  private static void add(Line.Valid line, Duplicates users, Duplicates identities)
      throws IOException {
    users.add(line.user().user().key(), line.number());
    Optional<CommunicationUserId> identity = line.user().identity();
    if (identity.isPresent()) {
      identities.add(identity.get().key(), line.number());
    }
  }

  private void requireNoInterruption(long lines) {
    if (session.interruption().isRequested()) {
      throw new CommandFailedException(
          ExitCode.FAILED,
          "Interrupted after the validation of %,d lines. Nothing was written.".formatted(lines));
    }
  }
}
