package dev.acstoken.emulator;

import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.LocalServer;
import dev.acstoken.emulator.server.ProgramsOnly;
import dev.acstoken.emulator.server.Response;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * An emulator of an Entra ID tenant with one application, which serves HTTPS on loopback. It is the
 * OpenID Connect issuer of its users' tokens, who can sign in to a public client with MSAL. It also
 * serves the on-behalf-of flow, to which a managed identity authenticates by federation. It uses
 * the certificate of an ACS emulator, and that emulator trusts its signing key.
 */
public final class EntraEmulator implements AutoCloseable {

  private static final String AUTHORIZE = "/oauth2/v2.0/authorize";

  private final EntraIds ids = EntraIds.random();
  private final Clock clock = Clock.systemUTC();
  private final TeamsAccess teams = new TeamsAccess();
  private final EntraTokens tokens;
  private final EntraSignIn signIn;
  private final OnBehalfOfGrant onBehalfOf;
  private final ProgramsOnly programsOnly = new ProgramsOnly(this::handleAndClose);
  private final LocalServer server;

  private EntraEmulator(AcsEmulator acs) {
    this.tokens = new EntraTokens(ids, this::issuer);
    this.signIn = new EntraSignIn(ids, tokens, teams, clock);
    this.onBehalfOf = new OnBehalfOfGrant(ids.appId(), tokens, teams, clock);
    acs.trust(tokens.publicKey());
    this.server =
        LocalServer.https(
            "entra-emulator", "127.0.0.1", 0, acs.tls().serverContext(), this::dispatch);
  }

  /** Starts a tenant on a free port, with the certificate of this ACS emulator. */
  public static EntraEmulator beside(AcsEmulator acs) {
    return new EntraEmulator(acs);
  }

  /** Returns the {@code iss} of its users' tokens. */
  public URI issuer() {
    return URI.create(authority() + "/v2.0");
  }

  /** Returns the tenant's address, which MSAL calls the authority. */
  public URI authority() {
    return URI.create("https://127.0.0.1:%d/%s".formatted(server.port(), ids.tenantId()));
  }

  /** Returns the tenant's id. */
  public String tenantId() {
    return ids.tenantId();
  }

  /** Returns the application's id, which is also the audience of its users' tokens. */
  public String appId() {
    return ids.appId();
  }

  /** Returns the id of the public client, such as a console app, to which users sign in. */
  public String clientId() {
    return ids.clientId();
  }

  /** Makes the application accept a managed identity in place of a client secret. */
  public void federate(ManagedIdentityEndpoint identity) {
    onBehalfOf.federate(identity);
  }

  /** Returns a token for the application, as a user of the tenant would get it. */
  public String token(String objectId) {
    return token(objectId, ids.appId(), clock.instant().plus(EntraTokens.LIFETIME));
  }

  /** Returns a token as {@link #token(String)} does, with this audience and expiry. */
  public String token(String objectId, String audience, Instant expiresOn) {
    return tokens.token(objectId, audience, expiresOn, claims -> claims);
  }

  /** Returns a token for ACS, as a Teams user would get it through the application. */
  public String teamsToken(String objectId) {
    return teamsToken(objectId, claims -> claims);
  }

  String teamsToken(String objectId, UnaryOperator<JWTClaimsSet.Builder> changes) {
    return tokens.teamsToken(objectId, clock.instant().plus(EntraTokens.LIFETIME), changes);
  }

  /** Sets how long the Teams tokens of later on-behalf-of requests are valid. */
  public void teamsTokenLifetime(Duration lifetime) {
    onBehalfOf.teamsTokenLifetime(lifetime);
  }

  /** Refuses token requests on behalf of this user with this error from now on. */
  public void refuse(String objectId, EntraError error) {
    onBehalfOf.refuse(objectId, error);
  }

  /**
   * Responds to token requests on behalf of this user as something in place of Entra ID does, from
   * now on.
   */
  public void respond(String objectId, int status, String body) {
    onBehalfOf.respond(objectId, status, body);
  }

  /**
   * Refuses token requests on behalf of this user until the user's token says that a second factor
   * was used. The refusal contains a claims request, and a sign-in with it uses one.
   */
  public void requireMultiFactor(String objectId) {
    teams.requireMultiFactor(objectId);
  }

  /** Refuses token requests on behalf of this user until a sign-in asks for the user's consent. */
  public void requireConsent(String objectId) {
    teams.requireConsent(objectId);
  }

  /** Leaves token requests on behalf of this user without a response from now on. */
  public void stall(String objectId) {
    onBehalfOf.stall(objectId);
  }

  /** Returns the number of on-behalf-of requests so far. */
  public int requests() {
    return onBehalfOf.requests();
  }

  /** Returns the number of interactive sign-ins of this user so far. */
  public int signIns(String objectId) {
    return signIn.signIns(objectId);
  }

  @Override
  public void close() {
    onBehalfOf.close();
    server.close();
  }

  /** Browsers sign users in. The public client that redeems the code is a program. */
  private void dispatch(HttpExchange exchange) throws IOException {
    if (exchange.getRequestURI().getPath().endsWith(AUTHORIZE)) {
      handleAndClose(exchange);
    } else {
      programsOnly.handle(exchange);
    }
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
    String tenant = "/" + ids.tenantId();
    if (!request.path().startsWith(tenant)) {
      return unknown(request);
    }
    return switch (request.method() + " " + request.path().substring(tenant.length())) {
      case "GET /v2.0/.well-known/openid-configuration" -> metadata();
      case "GET /keys" -> Response.json(200, tokens.publicKeys().toJSONObject());
      case "GET " + AUTHORIZE -> signIn.authorize(request.query());
      case "POST /oauth2/v2.0/token" -> token(request.form());
      default -> unknown(request);
    };
  }

  private static Response unknown(Request request) {
    String call = request.method() + " " + request.path();
    return Response.json(404, Map.of("error", "Unknown request: " + call));
  }

  private Response metadata() {
    return Response.json(
        200,
        Map.of(
            "issuer", issuer().toString(),
            "jwks_uri", authority() + "/keys",
            "authorization_endpoint", authority() + AUTHORIZE,
            "token_endpoint", authority() + "/oauth2/v2.0/token",
            "response_types_supported", List.of("code"),
            "response_modes_supported", List.of("query", "fragment", "form_post"),
            "subject_types_supported", List.of("pairwise"),
            "id_token_signing_alg_values_supported", List.of("RS256")));
  }

  private Response token(Map<String, String> form) throws InterruptedException {
    return switch (form.getOrDefault("grant_type", "")) {
      case "authorization_code" -> signIn.redeem(form);
      case "refresh_token" -> signIn.refresh(form);
      default -> onBehalfOf.exchange(form);
    };
  }
}
