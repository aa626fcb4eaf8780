package dev.acstoken.devhost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the walkthrough against a server that first responds as a test says. */
class WalkthroughTest {

  private static final String IDENTITY = "\"user\":{\"communicationUserId\":\"8:acs:1_2\"}";

  private static final String GUEST = "{\"user\":{\"communicationUserId\":\"8:acs:1_3\"}}";

  private final List<Duration> pauses = new ArrayList<>();
  private final List<String> printed = new ArrayList<>();
  private final Deque<Scripted> failures = new ArrayDeque<>();
  private final List<String> bearers = new ArrayList<>();
  private String walker = "";
  private boolean isDeleted;
  private boolean isEnded;
  private HttpServer server;

  /** A response; with status 0 the server closes the connection instead. */
  private record Scripted(int status, Map<String, String> headers, String body) {}

  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::respond);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void printsOneLineForEachStepAndNoToken() {
    walk();

    assertEquals(
        List.of(
            "Created an identity: 8:acs:1_2",
            "Issued an access token for chat, voip that expires at 2026-11-20T15:07:12Z:"
                + " eyJhbGciOiJS...",
            "Restricted the user to chat and revoked the earlier tokens",
            "Refused a token for voip: 403 scope_not_allowed",
            "Refreshed the token for chat that expires at 2026-11-20T15:07:12Z: eyJhbGciOiJS...",
            "Found the user of the identity: " + walker,
            "Revoked all access tokens of the identity",
            "Deleted the identity",
            "Refused a refresh after the deletion: 404 identity_not_found",
            "Let an invited guest join: 8:acs:1_3",
            "Ended the invitation and deleted the guest"),
        printed);
  }

  @Test
  void waitsAsTheResponseSaysAndTriesAgain() {
    failures.add(
        problem(429, "rate_limited", ",\"retryAfterSeconds\":9", Map.of("Retry-After", "7")));
    failures.add(problem(503, "acs_unavailable", ",\"retryAfterSeconds\":3", Map.of()));
    failures.add(new Scripted(500, Map.of(), ""));
    failures.add(new Scripted(0, Map.of(), ""));

    walk();

    assertEquals(List.of(seconds(7), seconds(3), seconds(8), seconds(16)), pauses);
    assertEquals(
        "PUT %s/api/users/me/identity got 429 rate_limited, so the next attempt follows in 7 s"
            .formatted(address()),
        printed.get(0));
    assertEquals("Created an identity: 8:acs:1_2", printed.get(4));
  }

  @Test
  void neverWaitsLongerThanAMinute() {
    failures.add(problem(429, "rate_limited", "", Map.of("Retry-After", "3600")));

    walk();

    assertEquals(List.of(seconds(60)), pauses);
  }

  @Test
  void givesUpWithTheDetailAndTheRequestId() {
    for (int i = 0; i < 6; i++) {
      failures.add(problem(503, "acs_unavailable", "", Map.of()));
    }

    var thrown = assertThrows(WalkthroughFailedException.class, this::walk);

    assertEquals(List.of(seconds(2), seconds(4), seconds(8), seconds(16), seconds(32)), pauses);
    assertEquals(
        "PUT %s/api/users/me/identity responded with 503 acs_unavailable instead of 201. It is so. (request r-1)"
            .formatted(address()),
        thrown.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "429, problem",
    "500, problem",
    "503, problem",
    "504, problem",
    "429, ''",
    "500, ''",
    "502, ''",
    "302, ''",
    "308, ''",
    "404, ''",
    "0, ''",
  })
  void aResponseThatSaysNothingAboutTheRequestIsFollowedByARetry(int status, String body) {
    failures.add(
        body.isEmpty()
            ? new Scripted(status, Map.of(), "")
            : problem(status, "some_code", "", Map.of()));

    walk();

    assertEquals(List.of(seconds(2)), pauses);
  }

  @ParameterizedTest
  @CsvSource({"400, problem", "403, problem", "404, problem", "409, problem", "403, ''", "400, ''"})
  void anyOtherResponseIsNot(int status, String body) {
    failures.add(
        body.isEmpty()
            ? new Scripted(status, Map.of(), "")
            : problem(status, "some_code", "", Map.of()));

    assertThrows(WalkthroughFailedException.class, this::walk);
    assertEquals(List.of(), pauses);
  }

  @Test
  void aRefusalIsNotRetried() {
    failures.add(problem(403, "forbidden", "", Map.of()));

    assertThrows(WalkthroughFailedException.class, this::walk);
    assertEquals(List.of(), pauses);
  }

  @Test
  void anEndpointThatDoesNotRespondIsNamed() {
    server.stop(0);

    var thrown = assertThrows(WalkthroughFailedException.class, this::walk);

    assertEquals(
        "GET %s/token?user=%s got no response in 6 attempts.".formatted(address(), "walker"),
        String.valueOf(thrown.getMessage()).replaceAll("walker-[0-9a-f-]+", "walker"));
  }

  @Test
  void aRefusedBearerTokenIsReplacedOnce() {
    failures.add(problem(401, "invalid_token", "", Map.of()));

    walk();

    assertEquals(2, bearers.stream().limit(2).distinct().count());
    assertEquals(11, printed.size());
  }

  @Test
  void theProgramEndsWithOneParagraphAndExitCodeOne() throws Exception {
    failures.add(problem(403, "forbidden", "", Map.of()));

    var process =
        new ProcessBuilder(
                JavaProgram.command(
                    Walkthrough.class,
                    "--endpoint-port=" + server.getAddress().getPort(),
                    "--issuer-port=" + server.getAddress().getPort()))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertEquals(1, process.waitFor());
    assertEquals(
        "The walkthrough failed. PUT http://localhost:%d/api/users/me/identity responded with 403 forbidden instead of 201. It is so. (request r-1)"
            .formatted(server.getAddress().getPort()),
        output.strip());
  }

  private void walk() {
    new Walkthrough(
            URI.create(address() + "/api"), URI.create(address()), printed::add, pauses::add)
        .run();
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void respond(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/token")) {
        String user = exchange.getRequestURI().getQuery();
        walker = user.contains("walker") ? user.substring("user=".length()) : walker;
        send(exchange, new Scripted(200, Map.of(), "bearer-" + System.nanoTime()));
        return;
      }
      bearers.add(exchange.getRequestHeaders().getFirst("Authorization"));
      Scripted failure = failures.poll();
      send(
          exchange,
          failure != null ? failure : success(exchange.getRequestMethod() + " " + path, exchange));
    }
  }

  private Scripted success(String request, HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    return switch (request) {
      case "PUT /api/users/me/identity" -> new Scripted(201, Map.of(), "{" + IDENTITY + "}");
      case "POST /api/users/me/tokens" ->
          body.contains("voip")
              ? problem(403, "scope_not_allowed", "", Map.of())
              : token("\"chat\",\"voip\"");
      case "POST /api/users/me/tokens/refresh" ->
          isDeleted ? problem(404, "identity_not_found", "", Map.of()) : token("\"chat\"");
      case "DELETE /api/users/me/tokens" -> new Scripted(204, Map.of(), "");
      case "DELETE /api/users/me/identity" -> {
        isDeleted = true;
        yield new Scripted(204, Map.of(), "");
      }
      case "POST /api/invitations" ->
          new Scripted(201, Map.of(), "{\"invitationId\":\"i\",\"code\":\"c\"}");
      case "POST /api/guests" ->
          isEnded
              ? problem(404, "invitation_not_usable", ",\"reason\":\"ended\"", Map.of())
              : new Scripted(201, Map.of(), GUEST);
      case "DELETE /api/invitations/i" -> {
        isEnded = true;
        yield new Scripted(204, Map.of(), "");
      }
      case "GET /api/identities/8:acs:1_3" -> problem(404, "identity_not_found", "", Map.of());
      case "GET /api/identities/8:acs:1_2" ->
          new Scripted(200, Map.of(), "{\"userId\":\"" + walker + "\"}");
      default ->
          request.equals("PUT /api/users/" + walker + "/access")
              ? new Scripted(200, Map.of(), "{}")
              : new Scripted(400, Map.of(), request);
    };
  }

  private static Scripted token(String scopes) {
    return new Scripted(
        200,
        Map.of(),
        "{\"token\":\"eyJhbGciOiJSUzI1NiJ9.e30.c2ln\",\"expiresOn\":\"2026-11-20T15:07:12Z\",\"scopes\":["
            + scopes
            + "],"
            + IDENTITY
            + "}");
  }

  private static Scripted problem(
      int status, String code, String members, Map<String, String> headers) {
    var all = new HashMap<>(headers);
    all.put("Content-Type", "application/problem+json");
    return new Scripted(
        status,
        all,
        "{\"code\":\"%s\",\"detail\":\"It is so.\",\"requestId\":\"r-1\"%s}"
            .formatted(code, members));
  }

  private static void send(HttpExchange exchange, Scripted response) throws IOException {
    if (response.status() == 0) {
      return;
    }
    response.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] body = response.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
