package dev.acstoken.mappings;

import dev.acstoken.azure.table.ScannedRow;
import dev.acstoken.azure.table.TableScan;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.Move;
import dev.acstoken.identity.User;
import dev.acstoken.mappings.file.FileFormat;
import dev.acstoken.mappings.file.UserRecord;
import dev.acstoken.mappings.file.UserRecordWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Writes the users of the table to a file, as a scan finds them. */
final class Export {

  private static final String PENDING = "pending";
  private static final String MOVED = "moved";
  private static final String UNREADABLE = "unreadable";

  private final TableScan scan;
  private final Session session;
  private final Progress progress;
  private final long start = System.nanoTime();
  private long users;
  private long guests;
  private long invitations;
  private long previousIdentities;
  private long pendingChanges;
  private long movedUsers;
  private long unreadableRows;

  Export(TableScan scan, Session session) {
    this.scan = scan;
    this.session = session;
    this.progress = new Progress(session);
  }

  ExitCode run(Path file, FileFormat format, Path reportFile) throws IOException {
    try (WholeFile whole = new WholeFile(file);
        ReportFile report = ReportFile.begin(reportFile, "problem", "issuer", "userId", "detail")) {
      session.interruption().beforeHalt(whole::discard);
      UserRecordWriter writer = UserRecordWriter.to(whole.out(), format);
      for (ScannedRow row :
          scan.all().takeWhile(it -> !session.interruption().isRequested()).toIterable()) {
        add(row, writer, report);
        progress.show(() -> "%,d users".formatted(users));
      }
      if (session.interruption().isRequested()) {
        session.err().println("Interrupted. No file was written.");
        return ExitCode.FAILED;
      }
      writer.flush();
      whole.complete();
      print(file, report);
      return unreadableRows > 0 || movedUsers > 0 ? ExitCode.REPORTED : ExitCode.DONE;
    }
  }

  private void add(ScannedRow row, UserRecordWriter writer, ReportFile report) throws IOException {
    ScannedRow.Content content = row.content();
    if (content instanceof ScannedRow.StoredAccount it) {
      reportMove(it.account(), row.age(), report);
      add(it.account(), writer, report);
    } else if (content instanceof ScannedRow.StoredInvitation) {
      invitations++;
    } else if (content instanceof ScannedRow.PreviousIdentity) {
      previousIdentities++;
    } else if (content instanceof ScannedRow.Entry it) {
      pendingChanges++;
      report(
          PENDING,
          it.change().mapping().user(),
          "A change of the identity %s has not ended. The endpoint completes it."
              .formatted(it.change().mapping().communicationUserId()),
          report);
    } else if (content instanceof ScannedRow.Unreadable it) {
      unreadableRows++;
      report.add(UNREADABLE, "", "", it.problem());
    }
  }

  // The scan finds the two rows of a user at different times. If the user is moved between them,
  // the
  // file has the user twice or not at all.
  private void reportMove(Account account, Duration age, ReportFile report) {
    Optional<Move> move = account.move();
    boolean isRecent = age.compareTo(Duration.ofNanos(System.nanoTime() - start)) < 0;
    if (move.isPresent() && (isRecent || move.get().stage() == Move.Stage.MOVING)) {
      movedUsers++;
      report(
          MOVED,
          account.user(),
          "A row of the user was moved or written during the export. The user may be missing in the file, or may have two lines.",
          report);
    }
  }

  private void add(Account account, UserRecordWriter writer, ReportFile report) throws IOException {
    if (AccountRecords.isGuest(account)) {
      guests++;
      return;
    }
    Optional<String> pending = AccountRecords.pendingChange(account);
    if (pending.isPresent()) {
      pendingChanges++;
      report(PENDING, account.user(), pending.get(), report);
    }
    Optional<UserRecord> line = AccountRecords.of(account);
    if (line.isPresent()) {
      writer.write(line.get());
      users++;
    }
  }

  private static void report(String problem, User user, String detail, ReportFile report) {
    report.add(problem, user.issuer(), user.id(), detail);
  }

  private void print(Path file, ReportFile report) {
    session.out().printf("Exported %,d users to %s.%n", users, file);
    session
        .out()
        .printf(
            "Not exported: %,d guests, %,d invitations, %,d previous identities.%n",
            guests, invitations, previousIdentities);
    if (report.lines() > 0) {
      session
          .out()
          .printf(
              "%,d changes have not ended, %,d rows cannot be read: see %s.%n",
              pendingChanges, unreadableRows, report.file());
    }
    if (movedUsers > 0) {
      session
          .out()
          .printf(
              "%,d rows of users were moved to another issuer during the export. The file is no backup: export again after the rename.%n",
              movedUsers);
    }
  }
}
