package dev.acstoken.emulator;

import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.LocalServer;
import dev.acstoken.emulator.server.Response;
import dev.acstoken.emulator.server.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * An emulator of an Entra ID tenant with one application, which serves HTTPS on loopback. It is the
 * OpenID Connect issuer of its users' tokens. It also serves the token endpoint of the on-behalf-of
 * flow, to which a managed identity authenticates by federation. It uses the certificate of an ACS
 * emulator, and that emulator trusts its signing key.
 */
public final class EntraEmulator implements AutoCloseable {

  private static final Duration LIFETIME = Duration.ofMinutes(70);
  private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final String CLIENT_JWT_BEARER =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final String EXCHANGE = "api://AzureADTokenExchange";

  // Client libraries may request these scopes in addition.
  private static final Set<String> OPENID = Set.of("openid", "profile", "offline_access");

  private final String tenantId = UUID.randomUUID().toString();
  private final String appId = UUID.randomUUID().toString();
  private final Clock clock = Clock.systemUTC();
  private final SigningKey key = new SigningKey();
  private final EntraKeys own = new EntraKeys();
  private final EntraKeys federated = new EntraKeys();
  private final Set<String> federatedSubjects = ConcurrentHashMap.newKeySet();
  private final Map<String, EntraError> errors = new ConcurrentHashMap<>();
  private final Set<String> stalled = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicInteger requests = new AtomicInteger();
  private final LocalServer server;

  private EntraEmulator(AcsEmulator acs) {
    own.trust(key.publicKey());
    acs.trust(key.publicKey());
    this.server =
        LocalServer.https(
            "entra-emulator", "127.0.0.1", 0, acs.tls().serverContext(), this::handleAndClose);
  }

  /** Starts a tenant on a free port, with the certificate of this ACS emulator. */
  public static EntraEmulator beside(AcsEmulator acs) {
    return new EntraEmulator(acs);
  }

  /** Returns the {@code iss} of its users' tokens. */
  public URI issuer() {
    return URI.create(origin() + "/" + tenantId + "/v2.0");
  }

  /** Returns the tenant's id. */
  public String tenantId() {
    return tenantId;
  }

  /** Returns the application's id, which is also the audience of its users' tokens. */
  public String appId() {
    return appId;
  }

  /** Makes the application accept a managed identity in place of a client secret. */
  public void federate(ManagedIdentityEndpoint identity) {
    federated.trust(identity.publicKey());
    federatedSubjects.add(identity.objectId());
  }

  /** Returns a token for the application, as a user of the tenant would get it. */
  public String token(String objectId) {
    return token(objectId, appId, clock.instant().plus(LIFETIME));
  }

  /** Returns a token as {@link #token(String)} does, with this audience and expiry. */
  public String token(String objectId, String audience, Instant expiresOn) {
    return key.sign(
        claims(objectId, expiresOn).audience(audience).issuer(issuer().toString()).build());
  }

  /** Returns a token for ACS, as a Teams user would get it through the application. */
  public String teamsToken(String objectId) {
    return teamsToken(objectId, claims -> claims);
  }

  String teamsToken(String objectId, UnaryOperator<JWTClaimsSet.Builder> changes) {
    var claims =
        claims(objectId, clock.instant().plus(LIFETIME))
            .issuer("https://sts.windows.net/" + tenantId + "/")
            .audience(TeamsToken.AUDIENCE)
            .claim("appid", appId)
            .claim("scp", String.join(" ", TeamsToken.SCOPES));
    return key.sign(changes.apply(claims).build());
  }

  /** Refuses token requests on behalf of this user with this error from now on. */
  public void refuse(String objectId, EntraError error) {
    errors.put(objectId, error);
  }

  /** Leaves token requests on behalf of this user without a response from now on. */
  public void stall(String objectId) {
    stalled.add(objectId);
  }

  /** Returns the number of token requests so far. */
  public int requests() {
    return requests.get();
  }

  @Override
  public void close() {
    closing.countDown();
    server.close();
  }

  private String origin() {
    return "https://127.0.0.1:" + server.port();
  }

  private void handleAndClose(HttpExchange exchange) throws IOException {
    try {
      respond(Request.read(exchange)).send(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private Response respond(Request request) throws InterruptedException {
    String call = request.method() + " " + request.path();
    if (call.equals("GET /" + tenantId + "/v2.0/.well-known/openid-configuration")) {
      return Response.json(
          200,
          Map.of("issuer", issuer().toString(), "jwks_uri", origin() + "/" + tenantId + "/keys"));
    }
    if (call.equals("GET /" + tenantId + "/keys")) {
      return Response.json(200, key.publicKeys().toJSONObject());
    }
    return call.equals("POST /" + tenantId + "/oauth2/v2.0/token")
        ? onBehalfOf(request.form())
        : Response.json(404, Map.of("error", "Unknown request: " + call));
  }

  private Response onBehalfOf(Map<String, String> form) throws InterruptedException {
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
    var assertion = own.claims(form.getOrDefault("assertion", ""));
    return assertion.isPresent()
        ? onBehalfOf(assertion.get(), form.getOrDefault("scope", ""))
        : EntraError.SIGNATURE.response();
  }

  private Response onBehalfOf(JWTClaimsSet assertion, String scope) throws InterruptedException {
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
    EntraError error = errors.get(objectId);
    return error == null ? granted(objectId) : error.response();
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
    List<String> requested =
        Arrays.stream(scope.split(" ", -1))
            .filter(word -> !OPENID.contains(word))
            .sorted()
            .toList();
    return requested.equals(
        TeamsToken.SCOPES.stream()
            .map(permission -> TeamsToken.AUDIENCE + "/" + permission)
            .sorted()
            .toList());
  }

  private Response granted(String objectId) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("token_type", "Bearer");
    json.put("scope", String.join(" ", TeamsToken.SCOPES));
    json.put("expires_in", LIFETIME.toSeconds());
    json.put("access_token", teamsToken(objectId));
    return Response.json(200, json);
  }

  private JWTClaimsSet.Builder claims(String objectId, Instant expiresOn) {
    Instant issuedOn = expiresOn.minus(LIFETIME);
    return new JWTClaimsSet.Builder()
        .subject("subject-of-" + objectId)
        .claim("oid", objectId)
        .claim("tid", tenantId)
        .issueTime(Date.from(issuedOn))
        .notBeforeTime(Date.from(issuedOn))
        .expirationTime(Date.from(expiresOn));
  }
}
