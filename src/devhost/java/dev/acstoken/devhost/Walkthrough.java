package dev.acstoken.devhost;

import dev.acstoken.emulator.server.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A walkthrough of an identity's life cycle over an endpoint's HTTP API: create, issue, refresh,
 * restrict, find, revoke, delete, and a refresh that must fail. Its {@code main} runs against an
 * endpoint that is already running, for instance in Azure Functions Core Tools.
 */
public final class Walkthrough {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI endpoint;
  private final URI issuer;
  private final Consumer<String> print;

  /**
   * Creates a walkthrough of one endpoint.
   *
   * @param endpoint the URL that the routes begin with, such as {@code http://localhost:7071/api}
   * @param issuer the {@link LocalIssuer} that the endpoint trusts
   * @param print receives the output line by line
   */
  Walkthrough(URI endpoint, URI issuer, Consumer<String> print) {
    this.endpoint = endpoint;
    this.issuer = issuer;
    this.print = print;
  }

  /** Runs the walkthrough against an endpoint on the ports that the arguments name. */
  public static void main(String[] args) {
    DirectLoopback.apply();
    var arguments = Arguments.parse(System.getenv(), args);
    new Walkthrough(
            URI.create(
                "http://%s:%d/api"
                    .formatted(LoopbackName.of(arguments.host()), arguments.endpointPort())),
            URI.create("http://localhost:" + arguments.issuerPort()),
            System.out::println)
        .run();
  }

  /**
   * Runs the walkthrough once.
   *
   * @throws CannotStartException when a response is not the expected one
   */
  void run() {
    String user = "walker-" + UUID.randomUUID();
    String bearer = bearerToken(user);

    String admin = bearerToken("walking-admin&roles=Identity.Admin");

    var identity = call("PUT", "users/me/identity", bearer, "", 201);
    String id = communicationUserId(identity);
    print.accept("Created an identity: " + id);

    var issued =
        call(
            "POST",
            "users/me/tokens",
            bearer,
            "{\"scopes\": [\"voip\"], \"expiresInMinutes\": 60}",
            200);
    requireSame(id, communicationUserId(issued));
    print.accept(
        "Issued an access token with 'voip' scope that expires at "
            + issued.get("expiresOn")
            + ":");
    print.accept(String.valueOf(issued.get("token")));

    var refreshed = call("POST", "users/me/tokens/refresh", bearer, "", 200);
    requireSame(id, communicationUserId(refreshed));
    print.accept(
        "Refreshed the token: the new one has the scopes "
            + refreshed.get("scopes")
            + " and expires at "
            + refreshed.get("expiresOn"));

    String access = "users/" + user + "/access";
    var restricted = call("PUT", access, admin, "{\"scopes\": [\"chat\"]}", 200);
    print.accept(
        "Restricted the user "
            + restricted.get("userId")
            + " to the scopes "
            + restricted.get("scopes")
            + " and revoked the earlier tokens");
    call("POST", "users/me/tokens", bearer, "{\"scopes\": [\"voip\"]}", 403);
    call("DELETE", access, admin, "", 200);

    var owner = call("GET", "identities/" + id, admin, "", 200);
    requireSame(user, String.valueOf(owner.get("userId")));
    print.accept("Found the user of identity " + id + ": " + owner.get("userId"));

    call("DELETE", "users/me/tokens", bearer, "", 204);
    print.accept("Successfully revoked all access tokens for identity " + id);

    call("DELETE", "users/me/identity", bearer, "", 204);
    print.accept("Deleted the identity " + id);

    call("POST", "users/me/tokens/refresh", bearer, "", 404);
    print.accept("Refused a refresh after the deletion: 404 identity_not_found");
  }

  private String bearerToken(String user) {
    var request = HttpRequest.newBuilder(URI.create(issuer + "/token?user=" + user));
    return send(request, 200).body();
  }

  private Map<?, ?> call(
      String method, String path, String bearer, String body, int expectedStatus) {
    var request =
        HttpRequest.newBuilder(URI.create(endpoint + "/" + path))
            .header("authorization", "Bearer " + bearer)
            .method(method, BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("content-type", "application/json");
    }
    return parse(send(request, expectedStatus).body());
  }

  private HttpResponse<String> send(HttpRequest.Builder builder, int expectedStatus) {
    var request = builder.timeout(TIMEOUT).build();
    try {
      var response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != expectedStatus) {
        throw new CannotStartException(
            "%s %s responded with %d instead of %d:%n%s"
                .formatted(
                    request.method(),
                    request.uri(),
                    response.statusCode(),
                    expectedStatus,
                    response.body()));
      }
      return response;
    } catch (IOException e) {
      throw new CannotStartException(request.uri() + " does not respond.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStartException("Interrupted.", e);
    }
  }

  private static Map<?, ?> parse(String body) {
    return body.isEmpty()
        ? Map.of()
        : Json.object(body.getBytes(StandardCharsets.UTF_8))
            .orElseThrow(() -> new CannotStartException("The endpoint's response is not JSON."));
  }

  private static String communicationUserId(Map<?, ?> response) {
    return response.get("user") instanceof Map<?, ?> user
        ? String.valueOf(user.get("communicationUserId"))
        : "";
  }

  private static void requireSame(String expected, String actual) {
    if (!expected.equals(actual)) {
      throw new CannotStartException(
          "The response names " + actual + " instead of " + expected + ".");
    }
  }
}
