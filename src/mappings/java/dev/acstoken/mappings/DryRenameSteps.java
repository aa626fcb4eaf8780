package dev.acstoken.mappings;

import dev.acstoken.azure.table.ScannedRow;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.UserMove;

/** Finds out what a rename would do, and writes nothing. */
final class DryRenameSteps implements RenameSteps {

  private final UserMove userMove;

  DryRenameSteps(MappingStore store) {
    this.userMove = new UserMove(store);
  }

  @Override
  public UserMove.Outcome move(User user, String issuer, RequestContext context) {
    return userMove.expect(user, issuer, context);
  }

  @Override
  public void moveOwner(User former, Mapping mapping, RequestContext context) {}

  @Override
  public boolean changeIssuer(ScannedRow.Key key, String issuer) {
    return true;
  }

  @Override
  public boolean remove(ScannedRow.Key key) {
    return true;
  }
}
