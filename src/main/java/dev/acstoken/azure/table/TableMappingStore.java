package dev.acstoken.azure.table;

import com.azure.core.http.rest.Response;
import com.azure.data.tables.models.TableEntity;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.StoredRow;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.OptimisticRetry;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The mapping store in a table of Azure Table Storage. */
final class TableMappingStore implements MappingStore {

  // A user gets a previous identity when ACS loses the current one, so there are hardly ever two.
  private static final int MAX_PREVIOUS = 1000;

  // Concurrent adoptions by one user write the same row of the owner again.
  private static final int MAX_ATTEMPTS = 20;

  private final Table table;
  private final UnreadableRows unreadable;

  TableMappingStore(Table table, UnreadableRows unreadable) {
    this.table = table;
    this.unreadable = unreadable;
  }

  @Override
  public Account find(User user, RequestContext context) {
    return beginFind(user, context).get();
  }

  @Override
  public Supplier<Account> beginFind(User user, RequestContext context) {
    var response = table.beginRead(AccountRow.partitionOf(user), AccountRow.ROW, context);
    return () -> response.get().map(this::account).orElse(Account.blank(user));
  }

  private Account account(Response<TableEntity> response) {
    return AccountRow.read(
        response.getValue(), RowAge.of(response.getValue(), response.getHeaders()), unreadable);
  }

  @Override
  public Optional<Account> replace(Account account, RequestContext context) {
    TableEntity row = AccountRow.write(account);
    if (AccountRow.isEmpty(account)) {
      return table.deleteUnchanged(row, context)
          ? Optional.of(Account.blank(account.user()))
          : Optional.empty();
    }
    Optional<String> version =
        account.version().isPresent() ? table.update(row, context) : table.insert(row, context);
    return version.map(written -> withVersion(account, written));
  }

  private static Account withVersion(Account account, String version) {
    return account.withRow(
        account.row().map(row -> row.rewritten(version)).orElseGet(() -> StoredRow.of(version)));
  }

  // The response to a transaction does not always have the new version, so the row is read.
  @Override
  public Optional<Account> supersede(Account account, Mapping replacement, RequestContext context) {
    boolean isSuperseded =
        table.writeTogether(
            AccountRow.write(account.withMapping(replacement)),
            false,
            List.of(PreviousIdentityRow.write(account.mapping().orElseThrow())),
            List.of(),
            context);
    return isSuperseded
        ? Optional.of(find(account.user(), context)).filter(found -> found.hasIdentity(replacement))
        : Optional.empty();
  }

  @Override
  public List<Mapping> findPrevious(User user, RequestContext context) {
    return table.list(PreviousIdentityRow.of(user), MAX_PREVIOUS, context).stream()
        .map(row -> MappingColumns.read(new RowReader(row, unreadable)))
        .toList();
  }

  @Override
  public void updatePrevious(Mapping previous, RequestContext context) {
    table.mergeExisting(PreviousIdentityRow.write(previous), context);
  }

  @Override
  public void removePrevious(Mapping previous, RequestContext context) {
    table.delete(
        AccountRow.partitionOf(previous.user()),
        PreviousIdentityRow.rowOf(previous.communicationUserId()),
        context);
  }

  @Override
  public Optional<User> findOwner(CommunicationUserId id, RequestContext context) {
    return table
        .read(OwnerRow.partitionOf(id), OwnerRow.ROW, context)
        .map(row -> OwnerRow.read(row, unreadable));
  }

  @Override
  public boolean putOwner(Mapping mapping, RequestContext context) {
    return OptimisticRetry.run(
        context,
        MAX_ATTEMPTS,
        () ->
            table.insert(OwnerRow.write(mapping), context).isPresent()
                ? Optional.of(true)
                : readOwner(mapping, context).flatMap(row -> putOwnerAgain(row, mapping, context)));
  }

  private Optional<Boolean> putOwnerAgain(
      TableEntity row, Mapping mapping, RequestContext context) {
    if (!OwnerRow.read(row, unreadable).equals(mapping.user())) {
      return Optional.of(false);
    }
    return table.touch(OwnerRow.writeOver(row, mapping), context).map(version -> true);
  }

  @Override
  public boolean removeOwner(Mapping mapping, RequestContext context) {
    return changeOwner(
        mapping, mapping.user(), row -> table.deleteUnchanged(row, context), context);
  }

  @Override
  public void removeOwnerIf(Mapping mapping, BooleanSupplier condition, RequestContext context) {
    Optional<TableEntity> row =
        readOwner(mapping, context)
            .filter(found -> OwnerRow.read(found, unreadable).equals(mapping.user()))
            .filter(found -> condition.getAsBoolean());
    row.ifPresent(found -> deleteUnchanged(found, context));
  }

  private void deleteUnchanged(TableEntity row, RequestContext context) {
    var unused = table.deleteUnchanged(row, context);
  }

  private Optional<TableEntity> readOwner(Mapping mapping, RequestContext context) {
    return table.read(OwnerRow.partitionOf(mapping.communicationUserId()), OwnerRow.ROW, context);
  }

  @Override
  public void moveOwner(User former, Mapping mapping, RequestContext context) {
    var unused =
        changeOwner(
            mapping,
            former,
            row -> table.touch(OwnerRow.writeOver(row, mapping), context).isPresent(),
            context);
  }

  // Returns false if another user than the expected one owns the identity.
  private boolean changeOwner(
      Mapping mapping, User expected, Predicate<TableEntity> write, RequestContext context) {
    return OptimisticRetry.run(
        context,
        () -> {
          Optional<TableEntity> row = readOwner(mapping, context);
          if (row.isEmpty()) {
            return Optional.of(true);
          }
          if (!OwnerRow.read(row.get(), unreadable).equals(expected)) {
            return Optional.of(false);
          }
          return write.test(row.get()) ? Optional.of(true) : Optional.empty();
        });
  }

  @Override
  public boolean storeCopy(
      Account original, Account copy, List<Mapping> previous, RequestContext context) {
    boolean isNew = copy.version().isEmpty();
    return table.writeTogether(
        AccountRow.writeCopy(original, copy),
        isNew,
        previous.stream().map(PreviousIdentityRow::write).toList(),
        isNew ? List.of() : deadCopies(copy.user(), previous, context),
        context);
  }

  // A pointer has no previous identities, so its rows of them are copies that have been moved on.
  private List<TableEntity> deadCopies(User user, List<Mapping> previous, RequestContext context) {
    return findPrevious(user, context).stream()
        .filter(dead -> previous.stream().noneMatch(dead::isSameIdentityAs))
        .map(PreviousIdentityRow::write)
        .toList();
  }
}
