package dev.acstoken.mappings;

import dev.acstoken.azure.table.ScannedRow;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.UserMove;

/** The writes of a rename. A dry run has an implementation that writes nothing. */
interface RenameSteps {

  UserMove.Outcome move(User user, String issuer, RequestContext context);

  /** Makes the mapping's user the owner of the identity in place of the former one. */
  void moveOwner(User former, Mapping mapping, RequestContext context);

  /** Changes the issuer that a row names; false if the row was changed. */
  boolean changeIssuer(ScannedRow.Key key, String issuer);

  /** Removes a row; false if the row was changed. */
  boolean remove(ScannedRow.Key key);
}
