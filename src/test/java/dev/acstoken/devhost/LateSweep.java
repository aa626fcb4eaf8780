package dev.acstoken.devhost;

import dev.acstoken.azure.AzureClients;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Lifecycle;
import dev.acstoken.identity.Sweep;
import dev.acstoken.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The endpoint's sweep as it runs two hours from now: nothing that stands counts as under way. */
final class LateSweep {
  private static final Duration LATER = Duration.ofHours(2);
  private static final Duration BUDGET = Duration.ofSeconds(25);
  private static final int MOST_RUNS = 20;

  private LateSweep() {}

  /** Sweeps until there is nothing left to settle, or it cannot be; how much was settled. */
  static int run(Emulators emulators) {
    var settings = Settings.of(emulators.environment());
    var azure = new AzureClients(emulators.connections(), Optional.empty());
    var table = azure.mappingTable(settings.table());
    var clock = Clock.systemUTC();
    var lifecycle = new Lifecycle(azure.communicationIdentities(settings.acs()), table, clock);
    var sweep = new Sweep(lifecycle, table, Clock.offset(clock, LATER));
    int settled = 0;
    for (int i = 0; i < MOST_RUNS; i++) {
      var swept = sweep.run(Deadline.in(BUDGET));
      settled += swept.settled();
      if (swept.settled() + swept.left() == 0) {
        break;
      }
    }
    return settled;
  }
}
