package dev.acstoken.azure.acs;

import static java.util.Objects.requireNonNull;

import com.azure.communication.common.CommunicationUserIdentifier;
import com.azure.communication.identity.CommunicationIdentityClient;
import com.azure.communication.identity.models.CommunicationTokenScope;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.util.Context;
import dev.acstoken.azure.resilience.DependencyCaller;
import dev.acstoken.azure.resilience.ThrottleGate;
import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.TokenGrant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Implements the port to the identities of an ACS resource with Microsoft's SDK. */
public final class AzureCommunicationIdentities implements CommunicationIdentities {

  private final CommunicationIdentityClient client;
  private final String endpoint;
  private final DependencyCaller caller;
  private final ThrottleGate creations = new ThrottleGate();
  private final ThrottleGate creationsWithToken = new ThrottleGate();
  private final ThrottleGate issues = new ThrottleGate();
  private final ThrottleGate revocations = new ThrottleGate();
  private final ThrottleGate deletions = new ThrottleGate();

  public AzureCommunicationIdentities(
      CommunicationIdentityClient client, String endpoint, DependencyCaller caller) {
    this.client = client;
    this.endpoint = endpoint;
    this.caller = caller;
  }

  @Override
  public String endpoint() {
    return endpoint;
  }

  @Override
  public CommunicationUserId create(RequestContext context) {
    return creations.call(
        () ->
            caller.callOnce(
                context,
                sdk ->
                    new CommunicationUserId(
                        client.createUserWithResponse(sdk).getValue().getId())));
  }

  @Override
  public IdentityWithToken createWithToken(TokenGrant grant, RequestContext context) {
    return creationsWithToken.call(
        () -> caller.callOnce(context, sdk -> createWithToken(grant, sdk)));
  }

  private IdentityWithToken createWithToken(TokenGrant grant, Context sdk) {
    var created =
        client
            .createUserAndTokenWithResponse(scopes(grant), grant.lifetime().toDuration(), sdk)
            .getValue();
    return new IdentityWithToken(
        new CommunicationUserId(created.getUser().getId()), token(created.getUserToken()));
  }

  @Override
  public Optional<AccessToken> issueToken(
      CommunicationUserId id, TokenGrant grant, RequestContext context) {
    return unlessUnknown(
        issues,
        context,
        sdk ->
            token(
                client
                    .getTokenWithResponse(
                        identifier(id), scopes(grant), grant.lifetime().toDuration(), sdk)
                    .getValue()));
  }

  @Override
  public boolean revokeTokens(CommunicationUserId id, RequestContext context) {
    return unlessUnknown(
            revocations, context, sdk -> client.revokeTokensWithResponse(identifier(id), sdk))
        .isPresent();
  }

  @Override
  public boolean delete(CommunicationUserId id, RequestContext context) {
    return unlessUnknown(
            deletions, context, sdk -> client.deleteUserWithResponse(identifier(id), sdk))
        .isPresent();
  }

  // Returns empty if ACS does not know the identity. All of these calls may be retried: at worst,
  // ACS issues a token that nobody receives.
  private <T> Optional<T> unlessUnknown(
      ThrottleGate gate, RequestContext context, Function<Context, T> call) {
    return gate.call(() -> caller.callIdempotent(context, sdk -> unlessUnknown(call, sdk)));
  }

  private static <T> Optional<T> unlessUnknown(Function<Context, T> call, Context sdk) {
    try {
      return Optional.of(call.apply(sdk));
    } catch (HttpResponseException e) {
      if (AcsFailure.of(e) == AcsFailure.UNKNOWN_IDENTITY) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static CommunicationUserIdentifier identifier(CommunicationUserId id) {
    return new CommunicationUserIdentifier(id.value());
  }

  private static List<CommunicationTokenScope> scopes(TokenGrant grant) {
    return grant.scopes().stream()
        .sorted()
        .map(scope -> CommunicationTokenScope.fromString(scope.value()))
        .toList();
  }

  private static AccessToken token(com.azure.core.credential.AccessToken token) {
    return new AccessToken(requireNonNull(token.getToken()), token.getExpiresAt().toInstant());
  }
}
