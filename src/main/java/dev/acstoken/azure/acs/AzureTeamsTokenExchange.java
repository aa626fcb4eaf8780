package dev.acstoken.azure.acs;

import static java.util.Objects.requireNonNull;

import com.azure.communication.identity.CommunicationIdentityClient;
import com.azure.communication.identity.models.GetTokenForTeamsUserOptions;
import dev.acstoken.azure.resilience.DependencyCaller;
import dev.acstoken.azure.resilience.ThrottleGate;
import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.teams.TeamsTokenExchange;
import dev.acstoken.teams.TeamsUserToken;

/** Implements the exchange of Teams users' tokens at ACS with Microsoft's SDK. */
public final class AzureTeamsTokenExchange implements TeamsTokenExchange {

  private final CommunicationIdentityClient client;
  private final String endpoint;
  private final String appId;
  private final DependencyCaller caller;
  private final ThrottleGate exchanges = new ThrottleGate();

  public AzureTeamsTokenExchange(
      CommunicationIdentityClient client, String endpoint, String appId, DependencyCaller caller) {
    this.client = client;
    this.endpoint = endpoint;
    this.appId = appId;
    this.caller = caller;
  }

  @Override
  public String endpoint() {
    return endpoint;
  }

  // May be retried: at worst, ACS issues a token that nobody receives.
  @Override
  public AccessToken exchange(TeamsUserToken token, String objectId, RequestContext context) {
    var options = new GetTokenForTeamsUserOptions(token.unverified().reveal(), appId, objectId);
    return exchanges.call(
        () ->
            caller.callIdempotent(
                context,
                sdk -> {
                  var issued = client.getTokenForTeamsUserWithResponse(options, sdk).getValue();
                  return new AccessToken(
                      requireNonNull(issued.getToken()), issued.getExpiresAt().toInstant());
                }));
  }
}
