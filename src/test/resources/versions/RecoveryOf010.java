import dev.acstoken.Settings;
import dev.acstoken.azure.AzureClients;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Lifecycle;
import dev.acstoken.identity.Sweep;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Runs the recovery of version 0.1.0 as if it were two hours later, when every pending change
 * counts as interrupted, and prints the number of completed changes. Java compiles this file when
 * it runs it, with the classes of that version.
 */
final class RecoveryOf010 {

  private static final int MAX_RUNS = 20;

  public static void main(String[] args) {
    var settings = Settings.of(System.getenv());
    var azure = new AzureClients(HttpClient.newBuilder(), Optional.empty());
    var table = azure.mappingTable(settings.table());
    var acs = azure.communicationIdentities(settings.acs());
    var lifecycle = new Lifecycle(acs, table, Clock.systemUTC());
    var later = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
    var recovery = new Sweep(lifecycle, table, later);
    int completed = 0;
    for (int i = 0; i < MAX_RUNS; i++) {
      var result = recovery.run(Deadline.in(Duration.ofSeconds(25)));
      completed += result.settled();
      if (result.settled() + result.left() == 0) {
        break;
      }
    }
    System.out.println(completed);
  }
}
