package dev.acstoken.devhost;

import dev.acstoken.azure.AzureClients;
import dev.acstoken.guests.GuestProtocol;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.protocol.IdentityProtocol;
import dev.acstoken.settings.SettingsReader;
import java.time.Clock;
import java.time.Duration;

/**
 * Runs the recovery as if it were two hours later, when every pending change counts as interrupted.
 * Invitations that expire until then are ended.
 */
public final class RecoverOldRecords {
  private static final Duration LATER = Duration.ofHours(2);
  private static final Duration BUDGET = Duration.ofSeconds(25);
  private static final int MAX_RUNS = 20;

  private RecoverOldRecords() {}

  /**
   * Runs the recovery until nothing is left or a limit is reached, and returns the number of
   * completed changes.
   */
  public static int run(Emulators emulators) {
    var settings = SettingsReader.read(emulators.environment());
    var azure = new AzureClients(emulators.connections());
    var table = azure.tableStorage(settings.table());
    var clock = Clock.offset(Clock.systemUTC(), LATER);
    var users =
        new IdentityProtocol(
            azure.communicationIdentities(settings.acs()),
            table.mappings(),
            table.intentLog(),
            settings.identities(),
            clock);
    var guests =
        new GuestProtocol(
            table.invitations(),
            table.joinLog(),
            table.endSchedule(),
            users,
            settings.guests(),
            clock);
    int completed = 0;
    for (int i = 0; i < MAX_RUNS; i++) {
      var context = RequestContext.within(BUDGET);
      var result = users.recovery().run(context).plus(guests.recovery().run(context));
      completed += result.completed();
      if (result.completed() + result.remaining() == 0) {
        break;
      }
    }
    return completed;
  }
}
