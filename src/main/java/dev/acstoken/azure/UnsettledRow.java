package dev.acstoken.azure;

import com.azure.data.tables.models.TableEntity;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;

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
    TableEntity row = new TableEntity(PARTITION, rowOf(mapping.communicationUserId()));
    return UserColumns.write(row, mapping.user())
        .addProperty("CommunicationUserId", mapping.communicationUserId().value())
        .addProperty("AcsEndpoint", mapping.acsEndpoint());
  }
}
