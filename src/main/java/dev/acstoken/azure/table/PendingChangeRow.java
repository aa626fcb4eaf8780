package dev.acstoken.azure.table;

import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.protocol.PendingChange;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Converts entries of the intent log to table rows and back. A query of a partition finds its
 * entries. The row's timestamp is the time of the last write.
 *
 * <p>The kinds that version 0.1.0 does not know are in a partition of their own, because that
 * version deletes the identity of any entry in its partition to which no account is mapped.
 */
final class PendingChangeRow {

  private static final String PARTITION = "unsettled";
  private static final String PARTITION_SINCE_0_2_0 = "pending";

  static final List<String> PARTITIONS = List.of(PARTITION, PARTITION_SINCE_0_2_0);

  private PendingChangeRow() {}

  static String partitionOf(PendingChange.Kind kind) {
    return switch (kind) {
      case IDENTITY, POLICY -> PARTITION;
      case REVOCATION, PREVIOUS_IDENTITY, ADOPTION -> PARTITION_SINCE_0_2_0;
    };
  }

  static String rowOf(PendingChange.Kind kind, CommunicationUserId id) {
    return id.key() + suffix(kind);
  }

  /** Returns the key of the identity that an entry names, also for a kind of a later version. */
  static String identityKeyOf(TableEntity row) {
    String key = row.getRowKey();
    int suffix = key.indexOf('-');
    return suffix < 0 ? key : key.substring(0, suffix);
  }

  private static String suffix(PendingChange.Kind kind) {
    return switch (kind) {
      case IDENTITY -> "";
      case POLICY -> "-access";
      case REVOCATION -> "-tokens";
      case PREVIOUS_IDENTITY -> "-previous";
      case ADOPTION -> "-adoption";
    };
  }

  static TableEntity write(PendingChange.Kind kind, Mapping mapping) {
    String row = rowOf(kind, mapping.communicationUserId());
    return MappingColumns.write(new TableEntity(partitionOf(kind), row), mapping);
  }

  /** Returns the row with the version that was read, for a conditional update or deletion. */
  static TableEntity withVersion(PendingChange change) {
    return AccountRow.addVersion(write(change.kind(), change.mapping()), change.version());
  }

  static PendingChange read(TableEntity entity, UnreadableRows unreadable) {
    RowReader row = new RowReader(entity, unreadable);
    Mapping mapping = MappingColumns.read(row);
    PendingChange.Kind kind =
        Stream.of(PendingChange.Kind.values())
            .filter(known -> partitionOf(known).equals(entity.getPartitionKey()))
            .filter(known -> rowOf(known, mapping.communicationUserId()).equals(entity.getRowKey()))
            .findFirst()
            .orElseThrow(row::unknownKey);
    return new PendingChange(kind, mapping, entity.getTimestamp().toInstant(), entity.getETag());
  }

  /** Returns a query for the entries of an identity. */
  static ListEntitiesOptions of(String partition, CommunicationUserId id) {
    // The suffixes of the kinds sort before a full stop.
    return new ListEntitiesOptions()
        .setFilter(
            "PartitionKey eq '%s' and RowKey ge '%s' and RowKey lt '%s.'"
                .formatted(partition, id.key(), id.key()));
  }

  static ListEntitiesOptions writtenBefore(String partition, Instant time) {
    return new ListEntitiesOptions()
        .setFilter("PartitionKey eq '%s' and Timestamp lt datetime'%s'".formatted(partition, time));
  }
}
