package dev.acstoken.emulator;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.acstoken.emulator.server.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Exchanges a user's token for a Teams token, if the application that it is for requests this. A
 * managed identity authenticates the application by federation.
 */
final class OnBehalfOfGrant implements AutoCloseable {

  private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final String CLIENT_JWT_BEARER =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final String EXCHANGE = "api://AzureADTokenExchange";

  private final String appId;
  private final EntraTokens tokens;
  private final TeamsAccess teams;
  private final Clock clock;
  private final EntraKeys federated = new EntraKeys();
  private final Set<String> federatedSubjects = ConcurrentHashMap.newKeySet();
  private final Map<String, Supplier<Response>> responses = new ConcurrentHashMap<>();
  private final Set<String> stalled = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Duration lifetime = EntraTokens.LIFETIME;

  OnBehalfOfGrant(String appId, EntraTokens tokens, TeamsAccess teams, Clock clock) {
    this.appId = appId;
    this.tokens = tokens;
    this.teams = teams;
    this.clock = clock;
  }

  void federate(ManagedIdentityEndpoint identity) {
    federated.trust(identity.publicKey());
    federatedSubjects.add(identity.objectId());
  }

  void refuse(String objectId, EntraError error) {
    responses.put(objectId, error::response);
  }

  void respond(String objectId, int status, String body) {
    responses.put(objectId, () -> Response.text(status, body));
  }

  void stall(String objectId) {
    stalled.add(objectId);
  }

  void teamsTokenLifetime(Duration newLifetime) {
    lifetime = newLifetime;
  }

  int requests() {
    return requests.get();
  }

  /** Ends the requests that are stalled. */
  @Override
  public void close() {
    closing.countDown();
  }

  Response exchange(Map<String, String> form) throws InterruptedException {
    requests.incrementAndGet();
    if (!JWT_BEARER.equals(form.get("grant_type"))
        || !CLIENT_JWT_BEARER.equals(form.get("client_assertion_type"))
        || !"on_behalf_of".equals(form.get("requested_token_use"))) {
      return EntraError.REQUEST.response();
    }
    if (!appId.equals(form.get("client_id"))) {
      return EntraError.APPLICATION.response();
    }
    if (!isFederated(form.getOrDefault("client_assertion", ""))) {
      return EntraError.FEDERATION.response();
    }
    var assertion = tokens.claims(form.getOrDefault("assertion", ""));
    return assertion.isPresent()
        ? exchange(assertion.get(), form.getOrDefault("scope", ""))
        : EntraError.SIGNATURE.response();
  }

  private Response exchange(JWTClaimsSet assertion, String scope) throws InterruptedException {
    String objectId = String.valueOf(assertion.getClaim("oid"));
    if (stalled.contains(objectId)) {
      closing.await();
    }
    if (!assertion.getAudience().contains(appId)) {
      return EntraError.AUDIENCE.response();
    }
    if (!EntraKeys.isInValidityPeriod(assertion, clock.instant())) {
      return EntraError.TIME.response();
    }
    if (!isForTeams(scope)) {
      return EntraError.SCOPE.response();
    }
    Supplier<Response> response = responses.get(objectId);
    return response == null
        ? teams.refusal(assertion).orElseGet(() -> granted(objectId))
        : response.get();
  }

  private boolean isFederated(String clientAssertion) {
    return federated
        .claims(clientAssertion)
        .filter(claims -> EntraKeys.isInValidityPeriod(claims, clock.instant()))
        .filter(claims -> claims.getAudience().contains(EXCHANGE))
        .filter(claims -> federatedSubjects.contains(claims.getSubject()))
        .isPresent();
  }

  private static boolean isForTeams(String scope) {
    List<String> requested = RequestedScopes.withoutOpenId(scope).stream().sorted().toList();
    return requested.equals(
        TeamsToken.SCOPES.stream()
            .map(permission -> TeamsToken.AUDIENCE + "/" + permission)
            .sorted()
            .toList());
  }

  private Response granted(String objectId) {
    Duration validFor = lifetime;
    Instant expiresOn = clock.instant().plus(validFor);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("token_type", "Bearer");
    json.put("scope", String.join(" ", TeamsToken.SCOPES));
    json.put("expires_in", validFor.toSeconds());
    json.put("access_token", tokens.teamsToken(objectId, expiresOn, claims -> claims));
    return Response.json(200, json);
  }
}
