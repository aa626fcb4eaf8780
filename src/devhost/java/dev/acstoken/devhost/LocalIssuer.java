package dev.acstoken.devhost;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.LocalServer;
import dev.acstoken.emulator.server.Response;
import dev.acstoken.emulator.server.SigningKey;
import dev.acstoken.emulator.server.TrustedOrigins;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * An OpenID Connect issuer for a laptop and for tests, which issues anyone who reaches it a token
 * for any user, over plain HTTP. By default it listens on loopback only. It refuses pages of other
 * origins than the trusted ones. Its tokens name {@code http://localhost} as their issuer, wherever
 * it listens, because the endpoint runs on the same machine.
 *
 * <ul>
 *   <li>{@code GET /.well-known/openid-configuration} and {@code GET /jwks}
 *   <li>{@code GET} or {@code POST /token?user=alice&roles=Identity.Admin&scope=…&minutes=60}: the
 *       token as plain text; {@code roles} may be repeated or separated by commas
 *   <li>{@code GET} or {@code POST /token?application=booking&roles=Invitation.Create}: the token
 *       of an application, for which no user signs in
 *   <li>{@code GET /teams-token?user=alice}: a Teams token of the same user, as plain text
 * </ul>
 */
public final class LocalIssuer implements AutoCloseable {
  /** The default audience of its tokens. */
  public static final String DEFAULT_AUDIENCE = "api://acs-token-endpoint";

  /** The application that its Teams tokens are for. */
  public static final String TEAMS_APP_ID = "00000000-0000-4000-8000-000000007ea5";

  /** The tenant of its Teams users. */
  public static final String TEAMS_TENANT_ID = "00000000-0000-4000-8000-00000000fab1";

  private static final String LOCALHOST = "localhost";
  private static final int MAX_FORM_BYTES = 16_384;
  private static final String TEAMS_AUDIENCE = "https://auth.msft.communication.azure.com";

  private final String audience;
  private final Cors cors;
  private final LocalServer server;
  private final OutageSwitch outage = new OutageSwitch();
  private final AtomicInteger discoveryFetches = new AtomicInteger();
  private final AtomicInteger jwksFetches = new AtomicInteger();

  /** The keys that it publishes. The first one signs. */
  private volatile List<SigningKey> keys;

  private final SigningKey teamsKey;

  private LocalIssuer(
      String host, int port, String audience, TrustedOrigins origins, SigningKey key) {
    this.audience = audience;
    this.cors = new Cors(origins);
    this.keys = List.of(key);
    this.teamsKey = key;
    this.server = listen(host, port, origins);
  }

  private LocalServer listen(String host, int port, TrustedOrigins origins) {
    // An address of loopback alone would leave out what the name "localhost" in its tokens means.
    String listenOn = LocalServer.isLoopback(host) ? LOCALHOST : host;
    try {
      return LocalServer.http("local-issuer", listenOn, port, origins, this::handle);
    } catch (UncheckedIOException e) {
      throw CannotStartException.cannotListen("the local issuer", "--issuer-port", e);
    }
  }

  /** Starts on a free port, with the {@link #DEFAULT_AUDIENCE}. */
  public static LocalIssuer start() {
    return start(LOCALHOST, 0, DEFAULT_AUDIENCE, TrustedOrigins.OF_THIS_MACHINE, new SigningKey());
  }

  /**
   * Starts an issuer.
   *
   * @param host a name or address of this machine; programs on other machines that reach it can get
   *     a token for any user
   * @param port the port, or 0 for a free one
   * @param audience the {@code aud} of its tokens
   * @param origins the origins whose pages can get a token for any user
   * @param key the key that signs its tokens
   * @throws CannotStartException when the port is in use or the host is not this machine
   */
  static LocalIssuer start(
      String host, int port, String audience, TrustedOrigins origins, SigningKey key) {
    return new LocalIssuer(host, port, audience, origins, key);
  }

  /**
   * Returns the {@code iss} of its tokens, without a trailing slash: {@code http://localhost:7072}.
   */
  public URI issuer() {
    return URI.create("http://" + LOCALHOST + ":" + server.port());
  }

  /** Returns the {@code aud} of its tokens. */
  public String audience() {
    return audience;
  }

  /** Returns a token that is valid for an hour. */
  public String token(String user, String... roles) {
    return tokenBuilder(user).roles(roles).mint();
  }

  /**
   * Returns the builder of a token that is valid for an hour.
   *
   * @param user the user, which becomes {@code sub} and, as a hash, {@code oid}
   */
  public TokenBuilder tokenBuilder(String user) {
    return new TokenBuilder(issuer().toString(), audience, user, keys.get(0).jwk());
  }

  /**
   * Returns the builder of a Teams token that is valid for an hour, as Entra ID would issue it to
   * the user for ACS through the application {@link #TEAMS_APP_ID}.
   */
  public TokenBuilder teamsTokenBuilder(String user) {
    return new TokenBuilder(issuer().toString(), TEAMS_AUDIENCE, user, teamsKey.jwk())
        .claim("appid", TEAMS_APP_ID)
        .claim("tid", TEAMS_TENANT_ID)
        .scope("Teams.ManageCalls Teams.ManageChats");
  }

  /** Returns the public key that verifies its Teams tokens. That key is never rotated. */
  public RSAPublicKey teamsKey() {
    return teamsKey.publicKey();
  }

  /** Signs with a new key from now on. The old keys stay published. */
  public synchronized void rotateKey() {
    var all = new ArrayList<SigningKey>();
    all.add(new SigningKey());
    all.addAll(keys);
    keys = List.copyOf(all);
  }

  /** Publishes only the current key: tokens from before {@link #rotateKey()} become invalid. */
  public synchronized void dropOldKeys() {
    keys = List.of(keys.get(0));
  }

  /** Returns the number of requests for the discovery document, including those during outages. */
  public int discoveryFetches() {
    return discoveryFetches.get();
  }

  /** Returns the number of requests for the keys, including those during outages. */
  public int jwksFetches() {
    return jwksFetches.get();
  }

  /** The kinds of outage. */
  public enum Outage {
    /** The issuer responds with 503. */
    UNAVAILABLE,
    /** The issuer accepts requests and responds after {@link #resume()}. */
    SILENT
  }

  /** Simulates an outage until {@link #resume()}. */
  public void pause(Outage kind) {
    outage.begin(kind);
  }

  /** Ends the outage. Waiting requests get their responses. */
  public void resume() {
    outage.end();
  }

  /** Stops immediately. Requests in progress lose their connection. */
  @Override
  public void close() {
    outage.end();
    server.close();
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      cors.setHeaders(exchange);
      if (Cors.isPreflight(exchange)) {
        Response.noContent().send(exchange);
        return;
      }
      var path = exchange.getRequestURI().getPath();
      count(path);
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      (outage.passed()
              ? respond(exchange, path)
              : Response.text(503, "The local issuer is paused."))
          .send(exchange);
    } catch (IOException e) {
      // The client closed the connection and cannot receive an error.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void count(String path) {
    switch (path) {
      case "/.well-known/openid-configuration" -> discoveryFetches.incrementAndGet();
      case "/jwks" -> jwksFetches.incrementAndGet();
      default -> {}
    }
  }

  private Response respond(HttpExchange exchange, String path) throws IOException {
    return switch (path) {
      case "/.well-known/openid-configuration" -> Response.json(200, discovery());
      case "/jwks" ->
          Response.json(
              200,
              new JWKSet(keys.stream().<JWK>map(key -> key.jwk().toPublicJWK()).toList())
                  .toJSONObject());
      case "/token" -> token(exchange, this::tokenBuilder);
      case "/teams-token" -> token(exchange, this::teamsTokenBuilder);
      default ->
          Response.text(
              404, "Available: /.well-known/openid-configuration, /jwks, /token, /teams-token.");
    };
  }

  private static Response token(HttpExchange exchange, Function<String, TokenBuilder> tokens)
      throws IOException {
    var method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("POST")) {
      return Response.text(
          405, "Only GET and POST are supported, for example GET /token?user=alice");
    }
    var form =
        method.equals("POST")
            ? new String(
                exchange.getRequestBody().readNBytes(MAX_FORM_BYTES), StandardCharsets.UTF_8)
            : "";
    try {
      return Response.text(
          200,
          TokenParameters.parse(exchange.getRequestURI().getRawQuery(), form)
              .tokenFrom(tokens)
              .mint());
    } catch (IllegalArgumentException e) {
      return Response.text(400, e.getMessage());
    }
  }

  private Map<String, Object> discovery() {
    var issuer = issuer().toString();
    return Map.of(
        "issuer",
        issuer,
        "jwks_uri",
        issuer + "/jwks",
        "token_endpoint",
        issuer + "/token",
        "response_types_supported",
        List.of("token"),
        "subject_types_supported",
        List.of("public"),
        "id_token_signing_alg_values_supported",
        List.of("RS256"));
  }
}
