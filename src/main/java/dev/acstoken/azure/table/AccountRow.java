package dev.acstoken.azure.table;

import static java.util.stream.Collectors.toUnmodifiableMap;

import com.azure.data.tables.models.TableEntity;
import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.StoredRow;
import dev.acstoken.identity.User;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Converts accounts to table rows and back. Each user's row is in a partition of its own. Columns
 * that this version does not know are written back as they were read.
 */
final class AccountRow {

  static final String ROW = "identity";

  private static final String ALLOWED_SCOPES = "AllowedScopes";
  private static final String ETAG = "odata.etag";

  // Part of the names under which a response has the row's version and the columns' types.
  private static final String METADATA = "odata.";

  private static final Set<String> SYSTEM_COLUMNS = Set.of("PartitionKey", "RowKey", "Timestamp");

  private AccountRow() {}

  static String partitionOf(User user) {
    return user.key();
  }

  /** Returns whether the account's row has nothing to store. */
  static boolean isEmpty(Account account) {
    return account.isBlank() && unknownColumns(account).isEmpty();
  }

  static TableEntity write(Account account) {
    return writeCopy(account, account);
  }

  /** Writes an account together with what the original's row contains beyond the original. */
  static TableEntity writeCopy(Account original, Account account) {
    TableEntity row = new TableEntity(partitionOf(account.user()), ROW);
    unknownColumns(original).forEach(row::addProperty);
    UserColumns.write(row, account.user());
    account.mapping().ifPresent(mapping -> MappingColumns.write(row, mapping));
    MoveColumns.write(row, account);
    writePolicy(row, account.policy(), original);
    account.version().ifPresent(version -> addVersion(row, version));
    return row;
  }

  static TableEntity addVersion(TableEntity row, String version) {
    return row.addProperty(ETAG, version);
  }

  static Account read(TableEntity entity, Duration age, UnreadableRows unreadable) {
    RowReader row = new RowReader(entity, unreadable);
    return new Account(
        UserColumns.read(row),
        MappingColumns.areIn(row) ? Optional.of(MappingColumns.read(row)) : Optional.empty(),
        readPolicy(row),
        MoveColumns.read(row),
        Optional.of(new StoredRow(entity.getETag(), age, columns(entity))));
  }

  private static Map<String, Object> columns(TableEntity row) {
    return row.getProperties().entrySet().stream()
        .filter(column -> column.getValue() != null)
        .filter(column -> !SYSTEM_COLUMNS.contains(column.getKey()))
        .filter(column -> !column.getKey().contains(METADATA))
        .collect(toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Map<String, Object> unknownColumns(Account account) {
    return account.row().map(StoredRow::columns).orElse(Map.of()).entrySet().stream()
        .filter(column -> !UserColumns.NAMES.contains(column.getKey()))
        .filter(column -> !MappingColumns.NAMES.contains(column.getKey()))
        .filter(column -> !MoveColumns.NAMES.contains(column.getKey()))
        .filter(column -> !column.getKey().equals(ALLOWED_SCOPES))
        .collect(toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  // An unchanged policy is written back as it was read, because it may contain scopes of a later
  // version.
  private static void writePolicy(TableEntity row, AccessPolicy policy, Account original) {
    if (policy instanceof AccessPolicy.Custom custom) {
      String scopes =
          storedScopes(original)
              .filter(stored -> ScopesColumn.read(stored).equals(custom.scopes()))
              .orElse(custom.scopes().joined(","));
      row.addProperty(ALLOWED_SCOPES, scopes);
    }
  }

  private static Optional<String> storedScopes(Account account) {
    return account
        .row()
        .flatMap(stored -> Optional.ofNullable(stored.columns().get(ALLOWED_SCOPES)))
        .map(String.class::cast);
  }

  private static AccessPolicy readPolicy(RowReader row) {
    return row.optionalText(ALLOWED_SCOPES)
        .map(scopes -> AccessPolicy.custom(ScopesColumn.read(scopes)))
        .orElse(AccessPolicy.INHERITED);
  }
}
