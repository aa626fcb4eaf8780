package dev.acstoken.mappings;

import dev.acstoken.azure.table.TableScan;
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

/** Exports the table to a file. */
@Command(
    name = "export",
    sortOptions = false,
    description = {
      "Exports the users with their identities and access policies, in the form that import reads."
          + " The endpoint may serve meanwhile. The file appears when it is complete, in place of"
          + " an earlier one.",
      "",
      "Guests, invitations and previous identities are not exported. Do not export while"
          + " rename-issuer runs, because a user may be exported under both names.%n"
    })
final class ExportCommand implements Callable<Integer> {

  private final Session session;

  @Mixin private SettingsOption settings = new SettingsOption();

  @Parameters(paramLabel = "FILE", description = "A file that ends with .csv or .jsonl.")
  private Path file = Path.of("");

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "The file for pending changes and rows that cannot be read; by default"
              + " <FILE>.report.csv.")
  private @Nullable Path reportFile;

  ExportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    FileFormat format = FileFormat.of(file);
    var access = SettingsReader.readTableAccess(settings.over(session.environment()));
    Path report = ReportFile.pathOf(reportFile, file, ".report.csv");
    return new Export(new TableScan(TableConnection.open(access, session.err())), session)
        .run(file, format, report)
        .code();
  }
}
