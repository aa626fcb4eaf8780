package dev.acstoken.mappings;

import com.azure.data.tables.TableAsyncClient;
import com.azure.data.tables.models.TableEntity;
import com.azure.data.tables.models.TableErrorCode;
import com.azure.data.tables.models.TableServiceException;
import dev.acstoken.azure.table.TableRows;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Reads the rows that name an identity again. */
final class OwnerCheck {

  private final TableAsyncClient table;
  private final TableRows rows = new TableRows();

  OwnerCheck(TableAsyncClient table) {
    this.table = table;
  }

  /**
   * Returns what the rows of the same users say now. Previous identities are not read again,
   * because they only explain an owner.
   */
  List<IdentityUse> readAgain(List<IdentityUse> uses) {
    try {
      return read(uses).toList();
    } catch (ServiceException e) {
      // The scan has reported the row, or it was written since then.
      return uses;
    }
  }

  private Stream<IdentityUse> read(List<IdentityUse> uses) {
    String key = uses.get(0).identityKey();
    Stream<IdentityUse> owner =
        read(key, TableRows.OWNER).map(row -> IdentityUse.owner(key, rows.readOwner(row))).stream();
    Stream<IdentityUse> current =
        uses.stream()
            .map(IdentityUse::user)
            .distinct()
            .flatMap(user -> readIdentity(user).stream())
            .filter(it -> it.identityKey().equals(key));
    Stream<IdentityUse> previous =
        uses.stream().filter(it -> it.kind() == IdentityUse.Kind.PREVIOUS);
    return Stream.of(owner, current, previous).flatMap(it -> it);
  }

  private Optional<IdentityUse> readIdentity(User user) {
    Optional<Account> account = read(user.key(), TableRows.ACCOUNT).map(rows::readAccount);
    boolean isPending = account.flatMap(AccountRecords::pendingChange).isPresent();
    return account
        .flatMap(Account::mapping)
        .map((Mapping it) -> isPending ? IdentityUse.pending(it) : IdentityUse.current(it));
  }

  private Optional<TableEntity> read(String partition, String row) {
    return table
        .getEntity(partition, row)
        .onErrorResume(TableServiceException.class, OwnerCheck::unlessAbsent)
        .blockOptional();
  }

  private static Mono<TableEntity> unlessAbsent(TableServiceException e) {
    return e.getValue() != null
            && TableErrorCode.RESOURCE_NOT_FOUND.equals(e.getValue().getErrorCode())
        ? Mono.empty()
        : Mono.error(e);
  }
}
