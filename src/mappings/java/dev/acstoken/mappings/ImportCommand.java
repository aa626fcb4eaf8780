package dev.acstoken.mappings;

import dev.acstoken.identity.protocol.Recovery;
import dev.acstoken.mappings.sort.TemporaryFolder;
import dev.acstoken.settings.ImportSettings;
import dev.acstoken.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Imports a file of users. */
@Command(
    name = "import",
    sortOptions = false,
    description = {
      "Imports users with their identities and access policies. Without --write, it only validates"
          + " the file and does not use the table.",
      "",
      "A CSV file begins with a line that names its columns: issuer, userId, communicationUserId,"
          + " createdOn, scopes, blocked. A JSON file has an object with such members in each line."
          + " Scopes are separated by spaces. The issuer and one of communicationUserId, scopes and"
          + " blocked are required.",
      "",
      "The endpoint may serve meanwhile. ACS is not called. Run an interrupted import again: users"
          + " that it has imported are recognised.",
      "",
      "While an issuer is being renamed, the import has to know its former name: from AUTH_ISSUERS"
          + " in the settings, or by --former-issuer. Otherwise users who are not moved yet get a"
          + " second account.%n"
    })
final class ImportCommand implements Callable<Integer> {

  private static final int MAX_CONCURRENCY = 1000;

  private final Session session;
  private final InstantSource clock = InstantSource.system();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private SettingsOption settings = new SettingsOption();

  @Parameters(paramLabel = "FILE", description = "A file that ends with .csv or .jsonl.")
  private Path file = Path.of("");

  @Option(names = "--write", description = "Writes to the table. Creates it if it does not exist.")
  private boolean isWriting;

  @Option(
      names = "--overwrite",
      description =
          "Replaces other identities and access policies of users, too. The former ones are first"
              + " written to <FILE>.overwritten-<TIME>.jsonl, which can be imported; but a user who"
              + " had no policy of their own gets that back only with DELETE users/{userId}/access."
              + " A replaced identity stays on record as a previous identity, and narrower policies"
              + " revoke tokens.")
  private boolean isOverwriting;

  @Mixin private FormerIssuersOption formerIssuers = new FormerIssuersOption();

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "The file for the numbers of rejected lines, with reasons; by default"
              + " <FILE>.rejected.csv.")
  private @Nullable Path reportFile;

  @Option(
      names = "--concurrency",
      paramLabel = "NUMBER",
      defaultValue = "64",
      description = "Users that are written at the same time, by default ${DEFAULT-VALUE}.")
  private int concurrency;

  ImportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (concurrency < 1 || concurrency > MAX_CONCURRENCY) {
      throw new ParameterException(
          spec.commandLine(), "--concurrency must be from 1 to " + MAX_CONCURRENCY);
    }
    if (isOverwriting && !isWriting) {
      throw new ParameterException(spec.commandLine(), "--overwrite requires --write");
    }
    formerIssuers.validate(spec.commandLine());
    ImportSettings read = SettingsReader.readForImport(settings.over(session.environment()));
    try (TemporaryFolder folder = TemporaryFolder.create()) {
      session.interruption().beforeHalt(folder::close);
      return run(read, folder).code();
    }
  }

  private ExitCode run(ImportSettings read, TemporaryFolder folder) throws IOException {
    Path report = ReportFile.pathOf(reportFile, file, ".rejected.csv");
    ReportFile.removeFormer(report, reportColumns());
    try (Rejections ofFile = new Rejections(folder)) {
      long lines = new FileValidation(session, read.acsResource(), clock, folder).run(file, ofFile);
      try (Rejections.Sorted rejected = ofFile.sort()) {
        return isWriting
            ? write(read, lines, rejected, report, folder)
            : summarize(lines, report(rejected, report));
      }
    }
  }

  private ExitCode summarize(long lines, long rejected) {
    session
        .out()
        .printf(
            "%,d of %,d lines are valid. Nothing was written: add --write to import them.%n",
            lines - rejected, lines);
    return result(rejected);
  }

  private ExitCode write(
      ImportSettings read,
      long lines,
      Rejections.Sorted rejected,
      Path report,
      TemporaryFolder folder)
      throws IOException {
    BulkTable table = new BulkTable(TableConnection.open(read.tableAccess(), session.err()));
    table.ensureExists();
    OwnerRows owners = new OwnerRows(table, Recovery.GRACE_PERIOD);
    PendingIdentities pending = new PendingIdentities(table);
    ImportCounts counts = new ImportCounts();
    try (Rejections all = new Rejections(folder);
        OverwrittenUsers overwritten = OverwrittenUsers.beside(file, clock.instant())) {
      UserImport users =
          new UserImport(
              owners,
              new AccountImport(
                  table,
                  owners,
                  pending,
                  read.acsResource(),
                  isOverwriting ? Optional.of(overwritten) : Optional.empty()),
              new FormerUsers(table, formerIssuers.orElse(read.formerNames())),
              pending,
              read.acsResource(),
              clock);
      try {
        new FileImport(session, users, clock, concurrency, counts).run(file, lines, rejected, all);
      } finally {
        session.out().println(counts.text());
        overwritten
            .file()
            .ifPresent(it -> session.out().printf("The former values are in %s.%n", it));
      }
      try (Rejections.Sorted sorted = all.sort()) {
        return result(report(sorted, report));
      }
    }
  }

  private ExitCode result(long rejected) {
    if (session.interruption().isRequested()) {
      session.out().println("Interrupted. Run the same command again to import the other lines.");
      return ExitCode.FAILED;
    }
    return rejected == 0 ? ExitCode.DONE : ExitCode.REPORTED;
  }

  private long report(Rejections.Sorted rejected, Path target) throws IOException {
    try (ReportFile written = ReportFile.begin(target, reportColumns())) {
      for (var next = rejected.read(); next.isPresent(); next = rejected.read()) {
        written.add(Long.toString(next.get().number()), next.get().reason());
      }
      if (written.lines() > 0) {
        session.out().printf("%,d lines rejected: see %s.%n", written.lines(), target);
      }
      return written.lines();
    }
  }

  private static String[] reportColumns() {
    return new String[] {"line", "reason"};
  }
}
