package dev.acstoken.mappings;

import dev.acstoken.mappings.file.Line;
import dev.acstoken.mappings.file.UserRecordReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;

/** Imports the lines of a validated file, many at the same time. */
final class FileImport {

  private final Session session;
  private final UserImport users;
  private final InstantSource clock;
  private final int concurrency;
  private final ImportCounts counts;

  FileImport(
      Session session,
      UserImport users,
      InstantSource clock,
      int concurrency,
      ImportCounts counts) {
    this.session = session;
    this.users = users;
    this.clock = clock;
    this.concurrency = concurrency;
    this.counts = counts;
  }

  /**
   * Imports the lines that were not rejected. Ends early if it is interrupted.
   *
   * @param lines the number of lines of the file
   * @param rejected the lines that the validation has rejected
   * @param rejections gets all rejected lines
   */
  void run(Path file, long lines, Rejections.Sorted rejected, Rejections rejections)
      throws IOException {
    try (UserRecordReader reader = UserRecordReader.open(file, clock);
        StepProgress progress = new StepProgress(session, "Importing", lines, " lines", 1)) {
      var source = new ValidLines(reader, rejected, rejections);
      Flux.<Line.Valid>generate(
              sink -> {
                Optional<Line.Valid> line =
                    session.interruption().isRequested() ? Optional.empty() : source.next();
                line.ifPresentOrElse(sink::next, sink::complete);
              })
          .flatMap(
              line -> users.run(line.user()).doOnNext(it -> count(line, it, rejections)),
              concurrency,
              1)
          .doOnNext(any -> progress.stepTo(source.skipped() + counts.lines()))
          .blockLast();
      progress.stepTo(source.skipped() + counts.lines());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void count(Line.Valid line, ImportOutcome outcome, Rejections rejections) {
    counts.add(outcome);
    if (outcome instanceof ImportOutcome.Rejected rejected) {
      try {
        rejections.add(line.number(), rejected.reason());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The lines of the file that were not rejected. */
  private static final class ValidLines {

    private final UserRecordReader reader;
    private final Rejections.Sorted rejected;
    private final Rejections rejections;
    private final AtomicLong skipped = new AtomicLong();

    ValidLines(UserRecordReader reader, Rejections.Sorted rejected, Rejections rejections) {
      this.reader = reader;
      this.rejected = rejected;
      this.rejections = rejections;
    }

    /** Returns the number of the rejected lines until now. */
    long skipped() {
      return skipped.get();
    }

    Optional<Line.Valid> next() {
      try {
        for (Optional<Line> line = reader.read(); line.isPresent(); line = reader.read()) {
          long number = line.get().number();
          if (rejected.peekNumber().filter(it -> it == number).isPresent()) {
            rejections.add(number, rejected.read().orElseThrow().reason());
            skipped.incrementAndGet();
          } else if (line.get() instanceof Line.Valid valid) {
            return Optional.of(valid);
          } else {
            throw new CommandFailedException(
                ExitCode.FAILED, "The file was changed during the import. Run the import again.");
          }
        }
        return Optional.empty();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
