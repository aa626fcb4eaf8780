package dev.acstoken.azure.acs;

import static java.util.Objects.requireNonNull;

import com.azure.communication.identity.CommunicationIdentityClient;
import com.azure.communication.identity.models.GetTokenForTeamsUserOptions;
import dev.acstoken.azure.resilience.DependencyCaller;
import dev.acstoken.azure.resilience.ThrottleGate;
import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.Deadline;
import dev.acstoken.teams.TeamsTokenExchange;
import dev.acstoken.teams.TeamsUserToken;

/** ACS's exchange of Teams users' tokens, through Microsoft's SDK. */
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

  // May be repeated: at worst a token is made that nobody gets to see.
  @Override
  public AccessToken exchange(TeamsUserToken token, String objectId, Deadline deadline) {
    var options = new GetTokenForTeamsUserOptions(token.unverified(), appId, objectId);
    return exchanges.call(
        () ->
            caller.callIdempotent(
                deadline,
                context -> {
                  var made = client.getTokenForTeamsUserWithResponse(options, context).getValue();
                  return new AccessToken(
                      requireNonNull(made.getToken()), made.getExpiresAt().toInstant());
                }));
  }
}
