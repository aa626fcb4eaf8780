package dev.acstoken.azure.table;

import com.azure.data.tables.models.TableEntity;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.User;
import java.util.Optional;

/** The mapping store in a table of Azure Table Storage. */
final class TableMappingStore implements MappingStore {

  private final Table table;

  TableMappingStore(Table table) {
    this.table = table;
  }

  @Override
  public Account find(User user, RequestContext context) {
    return table
        .read(AccountRow.partitionOf(user), AccountRow.ROW, context)
        .map(AccountRow::read)
        .orElse(Account.blank(user));
  }

  @Override
  public Optional<Account> replace(Account account, RequestContext context) {
    TableEntity row = AccountRow.write(account);
    if (account.isBlank()) {
      return table.deleteUnchanged(row, context)
          ? Optional.of(Account.blank(account.user()))
          : Optional.empty();
    }
    Optional<String> version =
        account.version().isPresent() ? table.update(row, context) : table.insert(row, context);
    return version.map(account::withVersion);
  }

  @Override
  public Optional<User> findOwner(CommunicationUserId id, RequestContext context) {
    return table.read(OwnerRow.partitionOf(id), OwnerRow.ROW, context).map(OwnerRow::read);
  }

  @Override
  public void putOwner(Mapping mapping, RequestContext context) {
    var unused = table.upsert(OwnerRow.write(mapping), context);
  }

  @Override
  public void removeOwner(CommunicationUserId id, RequestContext context) {
    table.delete(OwnerRow.partitionOf(id), OwnerRow.ROW, context);
  }
}
