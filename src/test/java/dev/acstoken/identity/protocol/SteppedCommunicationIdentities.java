package dev.acstoken.identity.protocol;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.TokenGrant;
import java.util.Optional;

/** An ACS resource whose calls are {@link Steps}. */
final class SteppedCommunicationIdentities implements CommunicationIdentities {

  private final CommunicationIdentities acs;
  private final Steps steps;

  SteppedCommunicationIdentities(CommunicationIdentities acs, Steps steps) {
    this.acs = acs;
    this.steps = steps;
  }

  @Override
  public String endpoint() {
    return acs.endpoint();
  }

  @Override
  public CommunicationUserId create(Deadline deadline) {
    return steps.step("acs.create", () -> acs.create(deadline));
  }

  @Override
  public IdentityWithToken createWithToken(TokenGrant grant, Deadline deadline) {
    return steps.step("acs.createWithToken", () -> acs.createWithToken(grant, deadline));
  }

  @Override
  public Optional<AccessToken> issueToken(
      CommunicationUserId id, TokenGrant grant, Deadline deadline) {
    return steps.step("acs.issueToken", () -> acs.issueToken(id, grant, deadline));
  }

  @Override
  public boolean revokeTokens(CommunicationUserId id, Deadline deadline) {
    return steps.step("acs.revokeTokens", () -> acs.revokeTokens(id, deadline));
  }

  @Override
  public void delete(CommunicationUserId id, Deadline deadline) {
    steps.step("acs.delete", () -> acs.delete(id, deadline));
  }
}
