package dev.acstoken.azure.table;

import com.azure.core.http.rest.Response;
import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.PendingChange;
import java.time.Duration;
import java.util.List;

/**
 * Converts accounts, owners and entries of the intent log to rows and back, for a program that
 * reads and writes many rows at once. A method that reads throws {@link ServiceException} if a
 * later version may have written the row.
 */
public final class TableRows {

  /** The row key of all accounts. The partition key is the {@linkplain User#key() user's key}. */
  public static final String ACCOUNT = AccountRow.ROW;

  /**
   * The row key of all owners. The partition key is the {@linkplain CommunicationUserId#key()
   * identity's key}.
   */
  public static final String OWNER = OwnerRow.ROW;

  private final UnreadableRows unreadable = new UnreadableRows();

  /** Returns the partitions of the intent log. */
  public static List<String> intentLogPartitions() {
    return PendingChangeRow.PARTITIONS;
  }

  /** Returns the row of an account, with its version if the account was read. */
  public TableEntity account(Account account) {
    return AccountRow.write(account);
  }

  /** Reads an account. The age of the row is unknown. */
  public Account readAccount(TableEntity row) {
    return AccountRow.read(row, Duration.ZERO, unreadable);
  }

  public TableEntity owner(Mapping mapping) {
    return OwnerRow.write(mapping);
  }

  /** Returns the row for another owner, with the version of the row that was read. */
  public TableEntity otherOwner(TableEntity row, Mapping mapping) {
    return OwnerRow.writeOver(row, mapping);
  }

  public User readOwner(TableEntity row) {
    return OwnerRow.read(row, unreadable);
  }

  /** Returns the row of a previous identity, which is in the partition of its user. */
  public TableEntity previousIdentity(Mapping previous) {
    return PreviousIdentityRow.write(previous);
  }

  /** Returns a query for the previous identities of a user. */
  public ListEntitiesOptions previousIdentitiesOf(User user) {
    return PreviousIdentityRow.of(user);
  }

  public Mapping readPreviousIdentity(TableEntity row) {
    return MappingColumns.read(new RowReader(row, unreadable));
  }

  /**
   * Returns a query for the accounts, previous identities and entries of the intent log that name
   * an identity. It reads the whole table.
   */
  public static ListEntitiesOptions naming(CommunicationUserId id) {
    return new ListEntitiesOptions()
        .setFilter(
            "%s eq '%s'"
                .formatted(MappingColumns.COMMUNICATION_USER_ID, id.value().replace("'", "''")));
  }

  /**
   * Returns the time since the last write of a row, by the clock of the table. The row is at least
   * this old.
   */
  public static Duration ageOf(Response<TableEntity> read) {
    return RowAge.of(read.getValue(), read.getHeaders());
  }

  /** Returns the key of the identity that an entry of the intent log names. */
  public static String identityKeyOfPendingChange(TableEntity row) {
    return PendingChangeRow.identityKeyOf(row);
  }

  /** Returns queries for the entries of the intent log that name an identity. */
  public static List<ListEntitiesOptions> pendingChangesOf(CommunicationUserId id) {
    return PendingChangeRow.PARTITIONS.stream()
        .map(partition -> PendingChangeRow.of(partition, id))
        .toList();
  }

  public TableEntity pendingChange(PendingChange.Kind kind, Mapping mapping) {
    return PendingChangeRow.write(kind, mapping);
  }
}
