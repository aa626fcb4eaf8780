package dev.acstoken.identity.protocol;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.TokenGrant;
import java.util.Optional;

/** An ACS resource whose calls are steps of a {@link FaultScript}. */
public final class ScriptedIdentities implements CommunicationIdentities {

  private final CommunicationIdentities acs;
  private final FaultScript script;

  public ScriptedIdentities(CommunicationIdentities acs, FaultScript script) {
    this.acs = acs;
    this.script = script;
  }

  @Override
  public String endpoint() {
    return acs.endpoint();
  }

  @Override
  public CommunicationUserId create(RequestContext context) {
    return script.step("acs.create", () -> acs.create(context));
  }

  @Override
  public IdentityWithToken createWithToken(TokenGrant grant, RequestContext context) {
    return script.step("acs.createWithToken", () -> acs.createWithToken(grant, context));
  }

  @Override
  public Optional<AccessToken> issueToken(
      CommunicationUserId id, TokenGrant grant, RequestContext context) {
    return script.step("acs.issueToken", () -> acs.issueToken(id, grant, context));
  }

  @Override
  public boolean revokeTokens(CommunicationUserId id, RequestContext context) {
    return script.step("acs.revokeTokens", () -> acs.revokeTokens(id, context));
  }

  @Override
  public boolean delete(CommunicationUserId id, RequestContext context) {
    return script.step("acs.delete", () -> acs.delete(id, context));
  }
}
