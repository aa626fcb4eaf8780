package dev.acstoken.mappings;

import dev.acstoken.settings.SettingsReader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports a file of mappings. */
@Command(
    name = "import",
    sortOptions = false,
    description = {"Imports the users of a file. Without --write, only validates the file.%n"})
final class ImportCommand implements Callable<Integer> {

  private final Session session;

  @Mixin private SettingsOption settings = new SettingsOption();

  @Parameters(paramLabel = "FILE", description = "A file that ends with .csv or .jsonl.")
  private Path file = Path.of("");

  @Option(names = "--write", description = "Writes to the table.")
  private boolean isWriting;

  ImportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var unused = SettingsReader.readForImport(settings.over(session.environment()));
    session.out().println(file + " " + isWriting);
    return ExitCode.DONE.code();
  }
}
