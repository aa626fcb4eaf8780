package dev.acstoken.devhost;

import dev.acstoken.Settings;
import dev.acstoken.azure.AzureClients;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Lifecycle;
import dev.acstoken.identity.Sweep;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Runs the endpoint's recovery as if two hours later, when every recorded change is stale. */
final class RecoverOldRecords {
  private static final Duration LATER = Duration.ofHours(2);
  private static final Duration BUDGET = Duration.ofSeconds(25);
  private static final int MAX_RUNS = 20;

  private RecoverOldRecords() {}

  /** Runs until nothing is left to recover, or cannot be; returns how many changes it completed. */
  static int run(Emulators emulators) {
    var settings = Settings.of(emulators.environment());
    var azure = new AzureClients(emulators.connections(), Optional.empty());
    var table = azure.mappingTable(settings.table());
    var clock = Clock.systemUTC();
    var lifecycle = new Lifecycle(azure.communicationIdentities(settings.acs()), table, clock);
    var sweep = new Sweep(lifecycle, table, Clock.offset(clock, LATER));
    int settled = 0;
    for (int i = 0; i < MAX_RUNS; i++) {
      var swept = sweep.run(Deadline.in(BUDGET));
      settled += swept.settled();
      if (swept.settled() + swept.left() == 0) {
        break;
      }
    }
    return settled;
  }
}
