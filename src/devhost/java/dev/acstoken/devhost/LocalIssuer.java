package dev.acstoken.devhost;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.LocalServer;
import dev.acstoken.emulator.server.Response;
import dev.acstoken.emulator.server.SigningKey;
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
 * An OpenID Connect issuer for a laptop and for tests, which issues anyone a token for any user. It
 * listens on a loopback address only, over plain HTTP, and its keys live no longer than it does.
 *
 * <ul>
 *   <li>{@code GET /.well-known/openid-configuration} and {@code GET /jwks}
 *   <li>{@code GET} or {@code POST /token?user=alice&roles=Identity.Admin&scope=…&minutes=60}: the
 *       bare token as text; roles repeated or separated by commas
 *   <li>{@code GET /teams-token?user=alice}: a Teams token of the same user, likewise
 * </ul>
 */
public final class LocalIssuer implements AutoCloseable {
  /** The audience of its tokens unless another is given. */
  public static final String DEFAULT_AUDIENCE = "api://acs-token-endpoint";

  /** The application that its Teams tokens are for. */
  public static final String TEAMS_APP_ID = "00000000-0000-4000-8000-000000007ea5";

  /** The tenant of its Teams users. */
  public static final String TEAMS_TENANT_ID = "00000000-0000-4000-8000-00000000fab1";

  private static final String TEAMS_AUDIENCE = "https://auth.msft.communication.azure.com";

  private final String host;
  private final String audience;
  private final LocalServer server;
  private final OutageSwitch outage = new OutageSwitch();
  private final AtomicInteger discoveryFetches = new AtomicInteger();
  private final AtomicInteger jwksFetches = new AtomicInteger();

  /** The first one signs; the others are still published. */
  private volatile List<SigningKey> keys = List.of(new SigningKey());

  private final SigningKey teamsKey = keys.get(0);

  private LocalIssuer(String host, int port, String audience) {
    this.host = host;
    this.audience = audience;
    this.server = listen(port);
  }

  private LocalServer listen(int port) {
    try {
      return LocalServer.http("local-issuer", host, port, this::handle);
    } catch (UncheckedIOException e) {
      throw CannotStartException.cannotListen("the local issuer", e);
    }
  }

  /** Starts on a free port, with the {@link #DEFAULT_AUDIENCE}. */
  public static LocalIssuer start() {
    return start("localhost", 0, DEFAULT_AUDIENCE);
  }

  /**
   * Starts to listen.
   *
   * @param host a loopback name or address; stands in the issuer's URL
   * @param port 0 for a free one
   * @param audience the {@code aud} of its tokens
   * @throws CannotStartException when the port is taken or the host is not loopback
   */
  public static LocalIssuer start(String host, int port, String audience) {
    if (!LocalServer.isLoopback(host)) {
      throw new CannotStartException(
          "The local issuer gives anyone any token, so it listens on loopback only, not on "
              + host
              + ".");
    }
    return new LocalIssuer(host, port, audience);
  }

  /** The {@code iss} of its tokens, {@code http://localhost:7072}, without a slash at the end. */
  public URI issuer() {
    return URI.create("http://" + host + ":" + server.port());
  }

  /** The {@code aud} of its tokens. */
  public String audience() {
    return audience;
  }

  /** A valid token for an hour. */
  public String token(String user, String... roles) {
    return tokenBuilder(user).roles(roles).mint();
  }

  /**
   * Returns the builder of a valid token for an hour.
   *
   * @param user becomes {@code sub}, and {@code oid} by way of a hash
   */
  public TokenBuilder tokenBuilder(String user) {
    return new TokenBuilder(issuer().toString(), audience, user, keys.get(0).jwk());
  }

  /**
   * Returns the builder of a valid Teams token for an hour, such as Entra ID would issue to the
   * user for ACS, by way of the application {@link #TEAMS_APP_ID}.
   */
  public TokenBuilder teamsTokenBuilder(String user) {
    return new TokenBuilder(issuer().toString(), TEAMS_AUDIENCE, user, teamsKey.jwk())
        .claim("appid", TEAMS_APP_ID)
        .claim("tid", TEAMS_TENANT_ID)
        .scope("Teams.ManageCalls Teams.ManageChats");
  }

  /** The key that its Teams tokens are signed with: one that is never rotated. */
  public RSAPublicKey teamsKey() {
    return teamsKey.publicKey();
  }

  /** Signs with a new key from now on; the old ones stay published. */
  public synchronized void rotateKey() {
    var all = new ArrayList<SigningKey>();
    all.add(new SigningKey());
    all.addAll(keys);
    keys = List.copyOf(all);
  }

  /** Publishes only the key that signs: tokens from before {@link #rotateKey()} become invalid. */
  public synchronized void dropOldKeys() {
    keys = List.of(keys.get(0));
  }

  /** The number of requests for the discovery document, outages included. */
  public int discoveryFetches() {
    return discoveryFetches.get();
  }

  /** The number of requests for the keys, outages included. */
  public int jwksFetches() {
    return jwksFetches.get();
  }

  /** The behaviour of an issuer that is down. */
  public enum Outage {
    /** It responds with 503. */
    UNAVAILABLE,
    /** It accepts requests and responds after {@link #resume()}. */
    SILENT
  }

  /** Lets every request run into an outage until {@link #resume()}. */
  public void pause(Outage kind) {
    outage.begin(kind);
  }

  /** Ends the outage; waiting requests get their responses. */
  public void resume() {
    outage.end();
  }

  /** Stops at once; requests in progress lose their connection. */
  @Override
  public void close() {
    outage.end();
    server.close();
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      count(path);
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      (outage.passed()
              ? respond(exchange, path)
              : Response.text(503, "The local issuer is paused."))
          .send(exchange);
    } catch (IOException e) {
      // The client went away; there is nobody to tell.
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
              404, "There are /.well-known/openid-configuration, /jwks, /token, /teams-token.");
    };
  }

  private static Response token(HttpExchange exchange, Function<String, TokenBuilder> tokens)
      throws IOException {
    var method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("POST")) {
      return Response.text(405, "GET or POST /token?user=alice");
    }
    var form =
        method.equals("POST")
            ? new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
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
