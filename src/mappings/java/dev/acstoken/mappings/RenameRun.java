package dev.acstoken.mappings;

import dev.acstoken.identity.User;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Runs a rename and tells its user what it does. */
final class RenameRun implements RenameRounds.Observer {

  private final RenameRounds rounds;
  private final Session session;
  private final Path reportFile;
  private final Progress progress;
  private final RenameCounts total = new RenameCounts();
  private ReportFile report;
  private int scans;
  private long movedBefore;

  RenameRun(RenameRounds rounds, Session session, Path reportFile) throws IOException {
    this.rounds = rounds;
    this.session = session;
    this.reportFile = reportFile;
    this.progress = new Progress(session);
    this.report = newReport();
  }

  ExitCode run(boolean isWriting, Duration patience, Duration pause) throws IOException {
    try {
      RenameCounts last =
          isWriting ? rounds.run(patience, pause, this) : rounds.scan(this::onResult);
      report.close();
      if (session.interruption().isRequested()) {
        printCounts(isWriting);
        session.err().println("Interrupted. Run the command again to continue.");
        return ExitCode.FAILED;
      }
      if (total.isEmpty()) {
        session
            .out()
            .println(
                "No row names the old issuer. It must be exactly the one that an export shows.");
        return ExitCode.REPORTED;
      }
      print(last, isWriting);
      return last.isReported() || (isWriting && last.isUnfinished())
          ? ExitCode.REPORTED
          : ExitCode.DONE;
    } finally {
      report.close();
    }
  }

  private ReportFile newReport() throws IOException {
    return ReportFile.begin(reportFile, "problem", "issuer", "userId", "detail");
  }

  @Override
  public void onScan() {
    scans++;
    try {
      report.close();
      report = newReport();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void onResult(RenameResult result) {
    total.add(result);
    if (scans <= 1 && result.kind() == RenameResult.Kind.POINTER) {
      movedBefore++;
    }
    if (result.isReported()) {
      report.add(
          result.kind().name().toLowerCase(Locale.ROOT),
          result.user().map(User::issuer).orElse(""),
          result.user().map(User::id).orElse(""),
          result.detail());
    }
    progress.show(
        () ->
            "%,d users and %,d other rows"
                .formatted(total.of(RenameResult.Kind.MOVED), total.of(RenameResult.Kind.CHANGED)));
  }

  private void print(RenameCounts last, boolean isWriting) {
    printCounts(isWriting);
    if (last.isReported()) {
      session
          .out()
          .printf(
              "%,d rows wait for another change, %,d conflict, %,d cannot be read: see %s.%n",
              last.of(RenameResult.Kind.WAITING),
              last.of(RenameResult.Kind.CONFLICT),
              last.of(RenameResult.Kind.UNREADABLE),
              reportFile);
    } else if (isWriting && last.isUnfinished()) {
      session
          .out()
          .println("Rows under the old name are still stored or changed. Run the command again.");
    } else if (!last.isUnfinished()) {
      session.out().println("Nothing but pointers is left under the old name.");
    }
  }

  private void printCounts(boolean isWriting) {
    session
        .out()
        .printf(
            "%s %,d users, %,d were moved before.%n",
            isWriting ? "Moved" : "Would move", total.of(RenameResult.Kind.MOVED), movedBefore);
    session
        .out()
        .printf(
            "%s %,d other rows.%n",
            isWriting ? "Changed" : "Would change", total.of(RenameResult.Kind.CHANGED));
  }
}
