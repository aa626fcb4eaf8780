package dev.acstoken.mappings;

import dev.acstoken.azure.AzureClients;
import dev.acstoken.azure.table.RowChanges;
import dev.acstoken.azure.table.TableScan;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.protocol.Recovery;
import dev.acstoken.settings.SettingsReader;
import dev.acstoken.settings.TableAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Moves the users of a renamed issuer. */
@Command(
    name = "rename-issuer",
    sortOptions = false,
    description = {
      "Moves the users of a renamed issuer to its new name, while the endpoint serves. Without"
          + " --write, only says what would be moved.",
      "",
      "Before you write:",
      "  1. every instance of the endpoint must run version 0.2.0 or newer, and",
      "  2. every instance must have the new name in its settings, with the old one as"
          + " previousIssuer.",
      "Otherwise users get second identities. Run the command again if it was interrupted, or if"
          + " it reports users.",
      "",
      "For a multi-tenant issuer, both names contain {tenantid}, and the users of all tenants are"
          + " moved.%n"
    })
final class RenameCommand implements Callable<Integer> {

  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final int MAX_CONCURRENCY = 1000;

  private final Session session;

  @Mixin private SettingsOption settings = new SettingsOption();

  @Parameters(
      index = "0",
      paramLabel = "OLD",
      description = "The old issuer or alias, exactly as an export shows it.")
  private String former = "";

  @Parameters(index = "1", paramLabel = "NEW", description = "The new issuer or alias.")
  private String renamed = "";

  @Option(names = "--write", description = "Writes to the table.")
  private boolean isWriting;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "The file for what could not be moved.",
      showDefaultValue = Visibility.ALWAYS)
  private Path reportFile = Path.of("rename-issuer.report.csv");

  @Option(
      names = "--wait",
      paramLabel = "MINUTES",
      description = "The time to wait for changes that the endpoint has to complete.",
      showDefaultValue = Visibility.ALWAYS)
  private int waitMinutes = 15;

  @Option(
      names = "--concurrency",
      paramLabel = "USERS",
      description = "The number of users who are moved at the same time.",
      showDefaultValue = Visibility.ALWAYS)
  private int concurrency = 32;

  RenameCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    requireOptions();
    IssuerNames names = new IssuerNames(former, renamed);
    Map<String, String> values = settings.over(session.environment());
    SettingsReader.readTrustedIssuers(values).ifPresent(names::requireTrusted);
    TableAccess access = SettingsReader.readTableAccess(values);
    AzureClients clients = TableConnection.clients(access);
    MappingStore store = clients.tableStorage(access.table()).mappings();
    var table = clients.tableAsyncClient(access.table());
    TableConnection.warnIfUnreachable(table, session.err());
    RenameSteps steps =
        isWriting ? new TableRenameSteps(store, new RowChanges(table)) : new DryRenameSteps(store);
    var rename = new IssuerRename(store, steps, names, Recovery.GRACE_PERIOD);
    var rounds =
        new RenameRounds(
            new TableScan(table),
            names,
            rename,
            concurrency,
            session.interruption(),
            InstantSource.system());
    return new RenameRun(rounds, session, reportFile)
        .run(isWriting, Duration.ofMinutes(waitMinutes), PAUSE)
        .code();
  }

  private void requireOptions() {
    boolean isValid = concurrency >= 1 && concurrency <= MAX_CONCURRENCY && waitMinutes >= 0;
    if (!isValid) {
      throw new CommandFailedException(
          ExitCode.USAGE,
          "--concurrency must be 1 to %d, and --wait must not be negative."
              .formatted(MAX_CONCURRENCY));
    }
  }
}
