package dev.acstoken.mappings;

import com.azure.data.tables.models.TableEntity;
import dev.acstoken.azure.table.TableRows;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.FormerNames;
import dev.acstoken.identity.Move;
import dev.acstoken.identity.User;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Finds users under the former names of renamed issuers. A user may be stored under the new name
 * only if the old one has a pointer to it, because the endpoint looks for a user under the new name
 * first, and instances with the former settings know only the old one.
 */
final class FormerUsers {

  private final BulkTable table;
  private final FormerNames names;
  private final TableRows rows = new TableRows();

  FormerUsers(BulkTable table, FormerNames names) {
    this.table = table;
    this.names = names;
  }

  /**
   * Stores a pointer if nothing is stored under the former name of the user's issuer.
   *
   * @return the reason why the user cannot be stored; empty if there is none
   */
  Mono<String> problemOf(User user) {
    return names.of(user).map(former -> pointFrom(former, user.issuer())).orElse(Mono.empty());
  }

  private Mono<String> pointFrom(User former, String issuer) {
    return table
        .insert(rows.account(Account.blank(former).pointerTo(issuer)))
        .flatMap(
            isNew ->
                isNew
                    ? Mono.empty()
                    : table
                        .read(former.key(), TableRows.ACCOUNT)
                        .flatMap(row -> Mono.justOrEmpty(problemOf(row, former, issuer))));
  }

  private Optional<String> problemOf(Optional<TableEntity> row, User former, String issuer) {
    if (row.isEmpty()) {
      return Optional.of(ImportDecision.CHANGING);
    }
    Account account = rows.readAccount(row.get());
    if (account.isAt(Move.Stage.MOVED, issuer)) {
      return Optional.empty();
    }
    return Optional.of(
        account
            .move()
            .filter(move -> move.stage() == Move.Stage.MOVED)
            .map(
                move ->
                    "The user was moved from %s to %s. Use that name."
                        .formatted(former.issuer(), move.issuer()))
            .orElse(
                "The user is stored under %s, the former name of the issuer. Run rename-issuer first."
                    .formatted(former.issuer())));
  }
}
