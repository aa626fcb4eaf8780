package dev.acstoken.devhost;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A walkthrough of an identity's life cycle over an endpoint's HTTP API: create, issue, restrict,
 * refresh, find, revoke, delete, and a refresh that must fail; then a guest who joins by invitation
 * and is deleted with its end. It prints a line for each step. Its {@code main} runs against an
 * endpoint that is already running, for instance in Azure Functions Core Tools.
 */
public final class Walkthrough {
  private static final int SHOWN_TOKEN_LENGTH = 12;

  private final RetryingClient client;
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
    this(endpoint, issuer, print, Walkthrough::sleep);
  }

  Walkthrough(URI endpoint, URI issuer, Consumer<String> print, Consumer<Duration> pause) {
    this.endpoint = endpoint;
    this.issuer = issuer;
    this.print = print;
    this.client = new RetryingClient(pause, print);
  }

  /** Runs the walkthrough against an endpoint on the ports that the arguments name. */
  public static void main(String[] args) {
    Foreground.runOnce(
        args,
        arguments ->
            new Walkthrough(
                    URI.create(
                        "http://%s:%d/api"
                            .formatted(
                                LoopbackName.of(arguments.host()), arguments.endpointPort())),
                    URI.create("http://localhost:" + arguments.issuerPort()),
                    System.out::println)
                .run());
  }

  /**
   * Runs the walkthrough once. Where a retry helps, it waits and tries again, as apps should.
   *
   * @throws WalkthroughFailedException when a response is still not the expected one
   */
  void run() {
    var name = "walker-" + UUID.randomUUID();
    var user = new Caller(name);
    var admin = new Caller("walking-admin&roles=Identity.Admin");

    var created = call(user, "PUT", "users/me/identity", "", 201, 200);
    var identity = communicationUserId(created);
    print.accept("Created an identity: " + identity);

    var issued = call(user, "POST", "users/me/tokens", "{\"expiresInMinutes\": 60}", 200);
    requireSame(identity, communicationUserId(issued));
    var scopes = scopes(issued);
    print.accept("Issued an access token for " + describe(issued));

    var access = "users/" + name + "/access";
    var first = scopes.get(0);
    call(admin, "PUT", access, "{\"scopes\": [\"" + first + "\"]}", 200);
    print.accept("Restricted the user to " + first + " and revoked the earlier tokens");

    for (String refused : scopes.subList(1, scopes.size())) {
      var refusal =
          call(user, "POST", "users/me/tokens", "{\"scopes\": [\"" + refused + "\"]}", 403);
      print.accept("Refused a token for " + refused + ": " + refusal.summary());
    }

    var refreshed = call(user, "POST", "users/me/tokens/refresh", "", 200);
    requireSame(identity, communicationUserId(refreshed));
    print.accept("Refreshed the token for " + describe(refreshed));

    var owner = call(admin, "GET", "identities/" + identity, "", 200);
    requireSame(name, owner.text("userId"));
    print.accept("Found the user of the identity: " + owner.text("userId"));

    call(user, "DELETE", "users/me/tokens", "", 204);
    print.accept("Revoked all access tokens of the identity");

    call(user, "DELETE", "users/me/identity", "", 204);
    print.accept("Deleted the identity");

    var gone = call(user, "POST", "users/me/tokens/refresh", "", 404);
    requireSame("identity_not_found", gone.text("code"));
    print.accept("Refused a refresh after the deletion: " + gone.summary());

    inviteGuest(admin);
  }

  private void inviteGuest(Caller host) {
    var invitation = call(host, "POST", "invitations", "", 201);
    var joining = "{\"invitation\": \"" + invitation.text("code") + "\"}";
    var guest = communicationUserId(join(joining, 201));
    print.accept("Let an invited guest join: " + guest);

    call(host, "DELETE", "invitations/" + invitation.text("invitationId"), "", 204);
    call(host, "GET", "identities/" + guest, "", 404);
    var over = join(joining, 404);
    requireSame("ended", over.text("reason"));
    print.accept("Ended the invitation and deleted the guest");
  }

  /** Sends the request of a guest, who has no bearer token. */
  private EndpointResponse join(String body, int expected) {
    var address = URI.create(endpoint + "/guests");
    var response = client.send(post(address, body));
    require(response, "POST", address, expected);
    return response;
  }

  private static HttpRequest.Builder post(URI address, String body) {
    return HttpRequest.newBuilder(address)
        .header("content-type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  /** A user of the issuer, with a bearer token. */
  private final class Caller {
    private final String query;
    private String bearer;

    private Caller(String query) {
      this.query = query;
      this.bearer = newBearer();
    }

    /** Sends a request. After a 401 sends it again with a new bearer token. */
    private EndpointResponse send(String method, String path, String body) {
      var response = client.send(request(method, path, body));
      if (response.status() != 401) {
        return response;
      }
      bearer = newBearer();
      return client.send(request(method, path, body));
    }

    private HttpRequest.Builder request(String method, String path, String body) {
      var request =
          HttpRequest.newBuilder(URI.create(endpoint + "/" + path))
              .header("authorization", "Bearer " + bearer)
              .method(method, BodyPublishers.ofString(body));
      return body.isEmpty() ? request : request.header("content-type", "application/json");
    }

    private String newBearer() {
      var address = URI.create(issuer + "/token?user=" + query);
      var response = client.send(HttpRequest.newBuilder(address));
      require(response, "GET", address, 200);
      return response.text();
    }
  }

  private EndpointResponse call(
      Caller caller, String method, String path, String body, Integer... expected) {
    var response = caller.send(method, path, body);
    require(response, method, URI.create(endpoint + "/" + path), expected);
    return response;
  }

  private static void require(
      EndpointResponse response, String method, URI address, Integer... expected) {
    if (!List.of(expected).contains(response.status())) {
      throw new WalkthroughFailedException(
          "%s %s responded with %s instead of %d. %s"
              .formatted(method, address, response.summary(), expected[0], response.explanation())
              .strip());
    }
  }

  private static void requireSame(String expected, String actual) {
    if (!expected.equals(actual)) {
      throw new WalkthroughFailedException(
          "A response contains \"" + actual + "\" instead of \"" + expected + "\".");
    }
  }

  private static String communicationUserId(EndpointResponse response) {
    return response.body().get("user") instanceof Map<?, ?> user
        ? String.valueOf(user.get("communicationUserId"))
        : "";
  }

  private static List<String> scopes(EndpointResponse response) {
    return response.body().get("scopes") instanceof List<?> scopes && !scopes.isEmpty()
        ? scopes.stream().map(String::valueOf).toList()
        : List.of("no scope");
  }

  private static String describe(EndpointResponse token) {
    var text = token.text("token");
    return "%s that expires at %s: %s..."
        .formatted(
            String.join(", ", scopes(token)),
            token.text("expiresOn"),
            text.substring(0, Math.min(text.length(), SHOWN_TOKEN_LENGTH)));
  }

  private static void sleep(Duration duration) {
    try {
      Thread.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WalkthroughFailedException("The walkthrough was interrupted.");
    }
  }
}
