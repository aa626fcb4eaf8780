package dev.acstoken.mappings;

import com.azure.data.tables.TableAsyncClient;
import dev.acstoken.azure.table.ScannedRow;
import dev.acstoken.azure.table.TableScan;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.Move;
import dev.acstoken.mappings.file.Line;
import dev.acstoken.mappings.file.UserRecordReader;
import dev.acstoken.mappings.sort.LineSorter;
import dev.acstoken.mappings.sort.TemporaryFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Compares a file with the table. Lines and rows are sorted by user, and the rows by identity, in
 * temporary files, so any number of them is compared in constant memory.
 */
final class Verification {

  private final TableAsyncClient table;
  private final Session session;
  private final Progress progress;
  private long lines;
  private long rows;

  Verification(TableAsyncClient table, Session session) {
    this.table = table;
    this.session = session;
    this.progress = new Progress(session);
  }

  ExitCode run(Path file, Path reportFile) throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.create();
        LineSorter users = new LineSorter(folder);
        LineSorter identities = new LineSorter(folder);
        ReportFile report = ReportFile.begin(reportFile, Differences.columns())) {
      session.interruption().beforeHalt(folder::close);
      Differences differences = new Differences(report, session.out());
      readFile(file, users, differences);
      readTable(users, identities, differences);
      compare(users, identities, differences);
      return finish(differences);
    }
  }

  private void compare(LineSorter users, LineSorter identities, Differences differences)
      throws IOException {
    Interruption interruption = session.interruption();
    if (interruption.isRequested()) {
      return;
    }
    try {
      UserComparison.run(users, interruption, differences);
      OwnerComparison.run(identities, new OwnerCheck(table), interruption, differences);
    } catch (CancellationException e) {
      // The command says that it was interrupted.
    }
  }

  private void readFile(Path file, LineSorter users, Differences differences) throws IOException {
    try (UserRecordReader reader = UserRecordReader.open(file, InstantSource.system())) {
      Optional<Line> line = reader.read();
      while (line.isPresent() && !session.interruption().isRequested()) {
        lines++;
        add(line.get(), users, differences);
        progress.show(() -> "%,d lines".formatted(lines));
        line = reader.read();
      }
    }
  }

  private static void add(Line line, LineSorter users, Differences differences) throws IOException {
    if (line instanceof Line.Valid valid) {
      users.add(ComparedUser.ofLine(valid.number(), valid.user()).toText());
    } else if (line instanceof Line.Rejected rejected) {
      differences.add(
          new Difference(
              Difference.Kind.UNREADABLE_LINE,
              Long.toString(rejected.number()),
              Optional.empty(),
              rejected.reason()));
    }
  }

  private void readTable(LineSorter users, LineSorter identities, Differences differences)
      throws IOException {
    var scan = new TableScan(table).all().takeWhile(row -> !session.interruption().isRequested());
    for (ScannedRow row : scan.toIterable()) {
      rows++;
      add(row, users, identities, differences);
      progress.show(() -> "%,d rows of the table".formatted(rows));
    }
  }

  private static void add(
      ScannedRow row, LineSorter users, LineSorter identities, Differences differences)
      throws IOException {
    ScannedRow.Content content = row.content();
    if (content instanceof ScannedRow.StoredAccount it) {
      add(it.account(), users, identities, differences);
    } else if (content instanceof ScannedRow.Owner it) {
      identities.add(IdentityUse.owner(row.key().partition(), it.user()).toText());
    } else if (content instanceof ScannedRow.PreviousIdentity it) {
      identities.add(IdentityUse.previous(it.mapping()).toText());
    } else if (content instanceof ScannedRow.Entry it) {
      Mapping mapping = it.change().mapping();
      identities.add(IdentityUse.pending(mapping).toText());
      differences.add(
          Difference.of(
              Difference.Kind.PENDING,
              mapping.user(),
              "A change of the identity %s has not ended. The endpoint completes it."
                  .formatted(mapping.communicationUserId())));
    } else if (content instanceof ScannedRow.Unreadable it) {
      differences.add(Difference.unreadableRow(it.problem()));
    }
  }

  private static void add(
      Account account, LineSorter users, LineSorter identities, Differences differences)
      throws IOException {
    Optional<String> pending = AccountRecords.pendingChange(account);
    pending.ifPresent(
        text -> differences.add(Difference.of(Difference.Kind.PENDING, account.user(), text)));
    if (account.mapping().isPresent()) {
      Mapping mapping = account.mapping().get();
      identities.add(
          (pending.isPresent() ? IdentityUse.pending(mapping) : IdentityUse.current(mapping))
              .toText());
    }
    Optional<ComparedUser> user =
        AccountRecords.isPointer(account)
            ? account.move().map(Move::issuer).map(it -> ComparedUser.moved(account.user(), it))
            : AccountRecords.of(account).map(ComparedUser::ofTable);
    if (user.isPresent()) {
      users.add(user.get().toText());
    }
  }

  private ExitCode finish(Differences differences) {
    if (session.interruption().isRequested()) {
      session.err().println("Interrupted. Nothing was compared to the end.");
      return ExitCode.FAILED;
    }
    session.out().printf("Compared %,d lines of the file with the table.%n", lines);
    differences.printCounts();
    session
        .out()
        .println(
            differences.any() ? "The file and the table differ." : "The file and the table agree.");
    return differences.any() ? ExitCode.REPORTED : ExitCode.DONE;
  }
}
