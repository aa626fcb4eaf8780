package dev.acstoken.azure.table;

import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import dev.acstoken.guests.Guest;
import dev.acstoken.guests.JoinLog.PendingJoin;
import java.time.Instant;
import java.util.UUID;

/**
 * Converts entries of the join log to table rows and back. A query of their partition finds them.
 * The row's timestamp is the time of the last write.
 */
final class PendingJoinRow {

  private static final String PARTITION = "joining";
  private static final String USER_ID = "UserId";
  private static final String CLAIMED = "Claimed";

  // The first character after the one that separates a guest's key from the rest of a row key.
  private static final String SEPARATOR = "-";
  private static final String AFTER_SEPARATOR = ".";

  private PendingJoinRow() {}

  /** Returns the id of a new entry. The ids of a guest's entries begin with the guest's key. */
  static String newId(Guest guest) {
    return guest.user().key() + SEPARATOR + UUID.randomUUID();
  }

  static TableEntity write(Guest guest, String id) {
    return UserColumns.write(new TableEntity(PARTITION, id), guest.user());
  }

  /** Returns the row as the claim of an unchanged entry writes it. */
  static TableEntity claim(PendingJoin join) {
    return withVersion(join).addProperty(CLAIMED, true);
  }

  /** Returns the row with the version that was read, for a conditional update or deletion. */
  static TableEntity withVersion(PendingJoin join) {
    return AccountRow.addVersion(write(join.guest(), join.id()), join.version());
  }

  static PendingJoin read(TableEntity entity, UnreadableRows unreadable) {
    RowReader row = new RowReader(entity, unreadable);
    Guest guest = Guest.of(UserColumns.read(row)).orElseThrow(() -> row.unknown(USER_ID));
    return new PendingJoin(
        guest,
        entity.getRowKey(),
        entity.getTimestamp().toInstant(),
        entity.getETag(),
        entity.getProperties().containsKey(CLAIMED));
  }

  static ListEntitiesOptions writtenBefore(Instant time) {
    return PendingChangeRow.writtenBefore(PARTITION, time);
  }

  static ListEntitiesOptions of(Guest guest) {
    String key = guest.user().key();
    return new ListEntitiesOptions()
        .setFilter(
            "PartitionKey eq '%s' and RowKey ge '%s' and RowKey lt '%s'"
                .formatted(PARTITION, key + SEPARATOR, key + AFTER_SEPARATOR));
  }
}
