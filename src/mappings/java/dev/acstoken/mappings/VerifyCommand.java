package dev.acstoken.mappings;

import dev.acstoken.mappings.file.FileFormat;
import dev.acstoken.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares a file with the table. */
@Command(
    name = "verify",
    sortOptions = false,
    description = {
      "Compares a file with the table, both ways: users, identities, access policies and the owners"
          + " of identities. Writes nothing to the table.",
      "",
      "The endpoint may serve meanwhile, and then differences can be changes of that time.%n"
    })
final class VerifyCommand implements Callable<Integer> {

  private final Session session;

  @Mixin private SettingsOption settings = new SettingsOption();

  @Parameters(paramLabel = "FILE", description = "A file that ends with .csv or .jsonl.")
  private Path file = Path.of("");

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "The file for all differences; by default <FILE>.differences.csv.")
  private @Nullable Path reportFile;

  VerifyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    var unused = FileFormat.of(file);
    var access = SettingsReader.readTableAccess(settings.over(session.environment()));
    Path report = ReportFile.pathOf(reportFile, file, ".differences.csv");
    return new Verification(TableConnection.open(access, session.err()), session)
        .run(file, report)
        .code();
  }
}
