package dev.acstoken.devhost;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import com.azure.data.tables.TableClientBuilder;
import com.azure.data.tables.models.TableEntity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The contents of the table, read without the endpoint.
 *
 * @param mapped the ACS identity in each user's row, by the user's id
 * @param owners the user in each owner row, by the row's partition key
 * @param pending the identities with an entry in the intent log
 */
record StoredIdentities(
    Map<String, String> mapped, Map<String, String> owners, Set<String> pending) {

  /** The partitions of the intent log. */
  private static final Set<String> PENDING = Set.of("unsettled", "pending");

  static StoredIdentities read(Azurite azurite) {
    List<TableEntity> rows =
        new TableClientBuilder()
                .connectionString(azurite.connectionString())
                .tableName("identities")
                .buildClient()
                .listEntities()
                .stream()
                .toList();
    return new StoredIdentities(
        rows(rows, "identity")
            .collect(toMap(row -> text(row, "UserId"), row -> text(row, "CommunicationUserId"))),
        rows(rows, "user").collect(toMap(TableEntity::getPartitionKey, row -> text(row, "UserId"))),
        rows.stream()
            .filter(row -> PENDING.contains(row.getPartitionKey()))
            .map(row -> text(row, "CommunicationUserId"))
            .collect(toSet()));
  }

  private static Stream<TableEntity> rows(List<TableEntity> all, String rowKey) {
    return all.stream().filter(row -> row.getRowKey().equals(rowKey));
  }

  private static String text(TableEntity row, String column) {
    return String.valueOf(row.getProperty(column));
  }
}
