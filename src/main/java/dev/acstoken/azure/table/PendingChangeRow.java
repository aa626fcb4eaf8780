package dev.acstoken.azure.table;

import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.protocol.PendingChange;
import java.time.Instant;

/**
 * Converts entries of the intent log to table rows and back. All entries are in one partition, so
 * that one query finds them. The row's timestamp is the time of the last write.
 */
final class PendingChangeRow {

  static final String PARTITION = "unsettled";

  private static final String POLICY = "-access";

  private PendingChangeRow() {}

  static String rowOf(PendingChange.Kind kind, CommunicationUserId id) {
    return switch (kind) {
      case IDENTITY -> id.key();
      case POLICY -> id.key() + POLICY;
    };
  }

  static TableEntity write(PendingChange.Kind kind, Mapping mapping) {
    String row = rowOf(kind, mapping.communicationUserId());
    return AccountRow.addMapping(new TableEntity(PARTITION, row), mapping);
  }

  /** Returns the row with the version that was read, for a conditional update or deletion. */
  static TableEntity withVersion(PendingChange change) {
    return AccountRow.addVersion(write(change.kind(), change.mapping()), change.version());
  }

  static PendingChange read(TableEntity row) {
    return new PendingChange(
        row.getRowKey().endsWith(POLICY) ? PendingChange.Kind.POLICY : PendingChange.Kind.IDENTITY,
        AccountRow.readMapping(row),
        row.getTimestamp().toInstant(),
        row.getETag());
  }

  static ListEntitiesOptions writtenBefore(Instant time) {
    return new ListEntitiesOptions()
        .setFilter("PartitionKey eq '%s' and Timestamp lt datetime'%s'".formatted(PARTITION, time));
  }
}
