package dev.acstoken.azure.table;

import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.protocol.Unsettled;
import java.time.Instant;

/**
 * What is under way with an identity, in the one partition that is read as a whole. The table's own
 * time stamp tells since when.
 */
final class PendingChangeRow {

  static final String PARTITION = "unsettled";

  private static final String ACCESS = "-access";

  private PendingChangeRow() {}

  static String rowOf(Unsettled.Change change, CommunicationUserId id) {
    return switch (change) {
      case LIFE -> id.key();
      case ACCESS -> id.key() + ACCESS;
    };
  }

  static TableEntity write(Unsettled.Change change, Mapping mapping) {
    String row = rowOf(change, mapping.communicationUserId());
    return AccountRow.addMapping(new TableEntity(PARTITION, row), mapping);
  }

  static Unsettled read(TableEntity row) {
    return new Unsettled(
        row.getRowKey().endsWith(ACCESS) ? Unsettled.Change.ACCESS : Unsettled.Change.LIFE,
        AccountRow.readMapping(row),
        row.getTimestamp().toInstant(),
        row.getETag());
  }

  /** The row as it was, to be written again or removed only if nobody did so since. */
  static TableEntity change(Unsettled record) {
    return AccountRow.addVersion(write(record.change(), record.mapping()), record.version());
  }

  static ListEntitiesOptions writtenBefore(Instant time) {
    return new ListEntitiesOptions()
        .setFilter("PartitionKey eq '%s' and Timestamp lt datetime'%s'".formatted(PARTITION, time));
  }
}
