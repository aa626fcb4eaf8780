package dev.acstoken.azure.table;

import com.azure.data.tables.TableClient;
import dev.acstoken.azure.resilience.DependencyCaller;
import dev.acstoken.guests.EndSchedule;
import dev.acstoken.guests.InvitationStore;
import dev.acstoken.guests.JoinLog;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.protocol.IntentLog;
import java.time.InstantSource;

/**
 * The ports that are implemented on one table.
 *
 * @param mappings the mapping store
 * @param intentLog the intent log
 * @param invitations the store of invitations
 * @param joinLog the log of the guests who are joining
 * @param endSchedule the times at which invitations have to be ended
 * @param unreadableRows counts the rows of other versions that could not be read
 */
public record TableStorage(
    MappingStore mappings,
    IntentLog intentLog,
    InvitationStore invitations,
    JoinLog joinLog,
    EndSchedule endSchedule,
    UnreadableRows unreadableRows) {

  public static TableStorage of(TableClient client, DependencyCaller caller, InstantSource clock) {
    var table = new Table(client, caller);
    var unreadable = new UnreadableRows();
    return new TableStorage(
        new TableMappingStore(table, unreadable),
        new TableIntentLog(table, unreadable, clock),
        new TableInvitationStore(table, unreadable),
        new TableJoinLog(table, unreadable, clock),
        new TableEndSchedule(table, unreadable),
        unreadable);
  }
}
