package dev.acstoken.interop.versions;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableClientBuilder;
import com.azure.data.tables.models.TableEntity;
import dev.acstoken.devhost.Azurite;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The rows of the table, read without either version. */
record StoredRows(List<TableEntity> rows) {

  private static final String IDENTITY = "CommunicationUserId";

  static TableClient table(Azurite azurite) {
    return new TableClientBuilder()
        .connectionString(azurite.connectionString())
        .tableName("identities")
        .buildClient();
  }

  static StoredRows read(Azurite azurite) {
    return new StoredRows(table(azurite).listEntities().stream().toList());
  }

  /** Returns the row of each user, by the user's id. */
  Map<String, TableEntity> accounts() {
    return named("identity").collect(toMap(row -> text(row, "UserId").orElseThrow(), row -> row));
  }

  TableEntity account(Caller user) {
    return Objects.requireNonNull(accounts().get(user.id()), user::id);
  }

  /** Returns the identity of each user who has one, by the user's id. */
  Map<String, String> mapped() {
    return named("identity")
        .filter(row -> text(row, IDENTITY).filter(id -> !id.isEmpty()).isPresent())
        .collect(
            toMap(
                row -> text(row, "UserId").orElseThrow(),
                row -> text(row, IDENTITY).orElseThrow()));
  }

  /** Returns the partition keys of each user's owner rows, by the user's id. */
  Map<String, Set<String>> owners() {
    return named("user")
        .collect(
            groupingBy(
                row -> text(row, "UserId").orElseThrow(),
                mapping(TableEntity::getPartitionKey, toSet())));
  }

  /** Returns the keys of the entries of the intent log. */
  List<String> pending() {
    return rows.stream()
        .filter(row -> Set.of("unsettled", "pending").contains(row.getPartitionKey()))
        .map(StoredRows::key)
        .toList();
  }

  /** Returns the rows of the user's previous identities. */
  List<TableEntity> previous(String userId) {
    return rows.stream()
        .filter(row -> row.getRowKey().startsWith("previous-"))
        .filter(row -> text(row, "UserId").equals(Optional.of(userId)))
        .toList();
  }

  private Stream<TableEntity> named(String rowKey) {
    return rows.stream().filter(row -> row.getRowKey().equals(rowKey));
  }

  static Optional<String> text(TableEntity row, String column) {
    return Optional.ofNullable((String) row.getProperty(column));
  }

  static String key(TableEntity row) {
    return row.getPartitionKey() + "/" + row.getRowKey();
  }
}
