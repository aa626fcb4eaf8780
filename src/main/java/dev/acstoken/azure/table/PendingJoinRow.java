package dev.acstoken.azure.table;

import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import dev.acstoken.guests.Guest;
import dev.acstoken.guests.JoinLog.PendingJoin;
import java.time.Instant;

/**
 * Converts entries of the join log to table rows and back. A query of their partition finds them.
 * The row's timestamp is the time of the last write.
 */
final class PendingJoinRow {

  private static final String PARTITION = "joining";
  private static final String USER_ID = "UserId";

  private PendingJoinRow() {}

  static TableEntity write(Guest guest, String id) {
    return UserColumns.write(new TableEntity(PARTITION, id), guest.user());
  }

  /** Returns the row with the version that was read, for a conditional update or deletion. */
  static TableEntity withVersion(PendingJoin join) {
    return AccountRow.addVersion(write(join.guest(), join.id()), join.version());
  }

  static PendingJoin read(TableEntity entity, UnreadableRows unreadable) {
    RowReader row = new RowReader(entity, unreadable);
    Guest guest = Guest.of(UserColumns.read(row)).orElseThrow(() -> row.unknown(USER_ID));
    return new PendingJoin(
        guest, entity.getRowKey(), entity.getTimestamp().toInstant(), entity.getETag());
  }

  static ListEntitiesOptions writtenBefore(Instant time) {
    return PendingChangeRow.writtenBefore(PARTITION, time);
  }
}
