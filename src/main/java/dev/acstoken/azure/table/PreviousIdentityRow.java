package dev.acstoken.azure.table;

import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.User;

/**
 * Converts previous identities to table rows and back. Each has a row in its user's partition, so
 * that one transaction writes it together with the account.
 */
final class PreviousIdentityRow {

  private static final String PREFIX = "previous-";
  // The first text after all texts with the prefix.
  private static final String AFTER_PREFIX = "previous.";

  private PreviousIdentityRow() {}

  static String rowOf(CommunicationUserId id) {
    return PREFIX + id.key();
  }

  static boolean isKey(String row) {
    return row.startsWith(PREFIX);
  }

  static TableEntity write(Mapping previous) {
    String partition = AccountRow.partitionOf(previous.user());
    return MappingColumns.write(
        new TableEntity(partition, rowOf(previous.communicationUserId())), previous);
  }

  static ListEntitiesOptions of(User user) {
    return new ListEntitiesOptions()
        .setFilter(
            "PartitionKey eq '%s' and RowKey ge '%s' and RowKey lt '%s'"
                .formatted(AccountRow.partitionOf(user), PREFIX, AFTER_PREFIX));
  }
}
