package dev.acstoken.azure.table;

import com.azure.data.tables.models.TableEntity;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.User;

/**
 * Converts owners of ACS identities to table rows and back. Each identity has its own partition.
 */
final class OwnerRow {

  static final String ROW = "user";

  private OwnerRow() {}

  static String partitionOf(CommunicationUserId id) {
    return id.key();
  }

  static TableEntity write(Mapping mapping) {
    TableEntity row = new TableEntity(partitionOf(mapping.communicationUserId()), ROW);
    return UserColumns.write(row, mapping.user());
  }

  /** Returns the row for another owner, with the version of the row that was read. */
  static TableEntity writeOver(TableEntity row, Mapping mapping) {
    return AccountRow.addVersion(write(mapping), row.getETag());
  }

  static User read(TableEntity row, UnreadableRows unreadable) {
    return UserColumns.read(new RowReader(row, unreadable));
  }
}
