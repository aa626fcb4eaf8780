package dev.acstoken.emulator;

import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.LocalServer;
import dev.acstoken.emulator.server.ProgramsOnly;
import dev.acstoken.emulator.server.Response;
import dev.acstoken.emulator.server.SigningKey;
import java.io.IOException;
import java.net.URI;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An emulator, on loopback, of the token endpoint that App Service and Functions provide to an app
 * with a managed identity. {@code ManagedIdentityCredential} and {@code DefaultAzureCredential}
 * find it by the variables of {@link #environment()}. An ACS emulator accepts its tokens after
 * {@link AcsEmulator#trust} was called with its {@link #publicKey()}.
 */
public final class ManagedIdentityEndpoint implements AutoCloseable {

  private static final String API_VERSION = "2019-08-01";
  private static final Duration LIFETIME = Duration.ofHours(24);

  private final String secret = UUID.randomUUID().toString();
  private final String objectId = UUID.randomUUID().toString();
  private final List<TokenRequest> requests = new CopyOnWriteArrayList<>();
  private final Clock clock = Clock.systemUTC();
  private final SigningKey key = new SigningKey();
  private final LocalServer server;

  /**
   * A request for a token.
   *
   * @param clientId the client id of a user-assigned identity; empty for the system-assigned one
   */
  public record TokenRequest(String resource, String clientId) {}

  private ManagedIdentityEndpoint(int port) {
    this.server =
        LocalServer.http(
            "managed-identity-endpoint", "127.0.0.1", port, new ProgramsOnly(this::handle));
  }

  /** Starts on a free port. */
  public static ManagedIdentityEndpoint start() {
    return start(0);
  }

  /** Starts on this port. */
  public static ManagedIdentityEndpoint start(int port) {
    return new ManagedIdentityEndpoint(port);
  }

  /** Returns the URL of its token endpoint. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:%d/msi/token".formatted(server.port()));
  }

  /** Returns the environment variables by which the Azure SDKs find it. */
  public Map<String, String> environment() {
    return Map.of("IDENTITY_ENDPOINT", endpoint().toString(), "IDENTITY_HEADER", secret);
  }

  /** Returns the identity's object id, which is the {@code sub} of its tokens. */
  public String objectId() {
    return objectId;
  }

  /** Returns the public key of the key that its tokens are signed with. */
  public RSAPublicKey publicKey() {
    return key.publicKey();
  }

  /** Returns the requests that were granted a token, in order. */
  public List<TokenRequest> requests() {
    return List.copyOf(requests);
  }

  /**
   * Issues a token directly, without HTTP, for any audience and with any expiry, even a past one.
   */
  public String mint(String audience, Instant expiresOn) {
    return mint(audience, "", expiresOn);
  }

  @Override
  public void close() {
    server.close();
  }

  private String mint(String audience, String clientId, Instant expiresOn) {
    Instant issuedOn = expiresOn.minus(LIFETIME);
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer("https://sts.windows.net/" + objectId + "/")
            .audience(audience)
            .subject(objectId)
            .claim("oid", objectId)
            .claim("appid", clientId.isEmpty() ? objectId : clientId)
            .issueTime(Date.from(issuedOn))
            .notBeforeTime(Date.from(issuedOn))
            .expirationTime(Date.from(expiresOn))
            .build();
    return key.sign(claims);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      respond(Request.read(exchange)).send(exchange);
    } finally {
      exchange.close();
    }
  }

  private Response respond(Request request) {
    if (!request.path().equals("/msi/token")) {
      return problem(404, "Unknown path: " + request.path());
    }
    if (!request.method().equals("GET")) {
      return problem(405, "Only GET is supported");
    }
    if (!request.header("x-identity-header").equals(secret)) {
      return problem(401, "X-IDENTITY-HEADER is wrong");
    }
    if (!API_VERSION.equals(request.query("api-version"))) {
      return problem(400, "The api-version must be " + API_VERSION);
    }
    String resource = Objects.requireNonNullElse(request.query("resource"), "");
    if (resource.isEmpty()) {
      return problem(400, "The parameter \"resource\" is missing");
    }
    String clientId = Objects.requireNonNullElse(request.query("client_id"), "");
    requests.add(new TokenRequest(resource, clientId));
    Instant expiresOn = clock.instant().plus(LIFETIME).minusSeconds(1);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("access_token", mint(resource, clientId, expiresOn));
    json.put("expires_on", Long.toString(expiresOn.getEpochSecond()));
    json.put("resource", resource);
    json.put("token_type", "Bearer");
    json.put("client_id", clientId.isEmpty() ? objectId : clientId);
    return Response.json(200, json);
  }

  private static Response problem(int status, String message) {
    return Response.json(status, Map.of("statusCode", status, "message", message));
  }
}
