package dev.acstoken.azure;

import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.Unsettled;
import java.time.Instant;

/**
 * An identity whose creation or deletion is under way, in the one partition that is read as a
 * whole. The table's own time stamp tells since when.
 */
final class UnsettledRow {

  static final String PARTITION = "unsettled";

  private UnsettledRow() {}

  static String rowOf(CommunicationUserId id) {
    return id.key();
  }

  static TableEntity write(Mapping mapping) {
    return MappingRow.addProperties(
        new TableEntity(PARTITION, rowOf(mapping.communicationUserId())), mapping);
  }

  static Unsettled read(TableEntity row) {
    return new Unsettled(MappingRow.read(row), row.getTimestamp().toInstant(), row.getETag());
  }

  /** The row as it was, to be written again or removed only if nobody did so since. */
  static TableEntity change(Unsettled record) {
    return MappingRow.addVersion(write(record.mapping()), record.version());
  }

  static ListEntitiesOptions writtenBefore(Instant time) {
    return new ListEntitiesOptions()
        .setFilter("PartitionKey eq '%s' and Timestamp lt datetime'%s'".formatted(PARTITION, time));
  }
}
