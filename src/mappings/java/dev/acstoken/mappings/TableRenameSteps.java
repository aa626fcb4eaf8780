package dev.acstoken.mappings;

import dev.acstoken.azure.table.RowChanges;
import dev.acstoken.azure.table.ScannedRow;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.UserMove;

/** Writes to the table. */
final class TableRenameSteps implements RenameSteps {

  private final MappingStore store;
  private final UserMove userMove;
  private final RowChanges changes;

  TableRenameSteps(MappingStore store, RowChanges changes) {
    this.store = store;
    this.userMove = new UserMove(store);
    this.changes = changes;
  }

  @Override
  public UserMove.Outcome move(User user, String issuer, RequestContext context) {
    return userMove.move(user, issuer, context);
  }

  @Override
  public void moveOwner(User former, Mapping mapping, RequestContext context) {
    store.moveOwner(former, mapping, context);
  }

  @Override
  public boolean changeIssuer(ScannedRow.Key key, String issuer) {
    return changes.changeIssuer(key, issuer).blockOptional().orElseThrow();
  }

  @Override
  public boolean remove(ScannedRow.Key key) {
    return changes.remove(key).blockOptional().orElseThrow();
  }
}
