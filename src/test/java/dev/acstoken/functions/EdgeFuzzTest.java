package dev.acstoken.functions;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.RandomInput;
import dev.acstoken.devhost.DevelopmentHost;
import dev.acstoken.devhost.Emulators;
import dev.acstoken.devhost.FunctionsHost;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Verifies that no random HTTP request gets a 5xx or the text of an exception. The time of the
 * slowest request is printed and not asserted, because the machine may be busy.
 */
class EdgeFuzzTest {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static @Nullable DevelopmentHost development;
  private static @Nullable FunctionsHost host;
  private static String bearer = "";
  private static int inputs;
  private static long slowestMillis;

  /** A request; a blank header is not sent, and each character of the body is one byte. */
  record Input(String method, String path, String authorization, String contentType, String body) {}

  @BeforeAll
  static void start() {
    var started = DevelopmentHost.onFreePorts();
    development = started;
    var application = started.emulators().newApplication(Emulators.WITHOUT_RATE_LIMIT);
    host = DevelopmentHost.serve(() -> application);
    bearer = "Bearer " + started.emulators().issuer().token("fuzzer", "Identity.Admin");
  }

  @AfterAll
  static void stop() {
    System.out.printf(
        "Fuzzed over HTTP: %,d inputs, no 5xx, no exception text; the slowest took %d ms%n",
        inputs, slowestMillis);
    Objects.requireNonNull(host).close();
    Objects.requireNonNull(development).close();
  }

  @Test
  void everyResponseIsBelow500AndContainsNoExceptionText() {
    RandomInput.check(EdgeFuzzTest::input, EdgeFuzzTest::sendAndCheck);
  }

  private static void sendAndCheck(Input input) throws Exception {
    long start = System.nanoTime();
    var response = send(input);
    slowestMillis = Math.max(slowestMillis, (System.nanoTime() - start) / 1_000_000);
    inputs++;

    assertTrue(response.statusCode() < 500, response.statusCode() + " " + response.body());
    for (String leak : new String[] {"Exception", "com.azure", "java.", "nimbus", "\tat "}) {
      assertFalse(response.body().contains(leak), response.body());
    }
    if (response.statusCode() >= 400 && !response.body().isEmpty()) {
      new EndpointResponse(response).expectProblem(response.statusCode(), code(response));
    }
  }

  private static Input input(RandomInput input) {
    return new Input(
        input.oneOf("GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS"),
        path(input),
        authorization(input),
        input.oneOf(
            "",
            "application/json",
            "application/json; charset=utf-16",
            "text/plain",
            ";;",
            "application/json;;=",
            "multipart/form-data; boundary=x"),
        body(input));
  }

  private static String path(RandomInput input) {
    return input.oneOf("/users/", "/USERS/", "/users//", "/", "/invitations/", "/guests")
        + input.oneOf(
            it -> "me",
            it -> encode(it.text(1, 300)),
            it -> it.oneOf("%00", "%2e%2e", "..", "%2F", "%C0%AF", "a%0d%0ab", "%25", ";a=b", "@"))
        + input.oneOf(
            "/tokens",
            "/tokens/refresh",
            "/teams-tokens",
            "/identity",
            "/identity/",
            "",
            "?a=&b=%00");
  }

  private static String authorization(RandomInput input) {
    return input.oneOf(
        it -> bearer,
        it -> bearer,
        it -> bearer + "," + bearer,
        it -> bearer.replace('e', 'f'),
        it -> it.oneOf("", "Bearer", "Bearer ", "bearer x.y.z", "Basic YTpi", "Bearer a.b.c.d.e"),
        it -> "Bearer " + it.text(0, 200, '!', '~'));
  }

  private static String body(RandomInput input) {
    return input.oneOf(it -> "", it -> it.text(0, 200, '\0', '\u00ff'), EdgeFuzzTest::knownBody);
  }

  private static String knownBody(RandomInput input) {
    String body =
        input.oneOf(
            "{}",
            "{\"scopes\": [\"chat\"]}",
            "{\"scopes\": [\"x\"]}",
            "\uFEFF{}",
            "[[[[",
            "{\"expiresInMinutes\": 99999999999999999999}",
            "{\"scopes\"",
            "{\"teamsUserToken\": \"x\"}",
            "{\"maxGuests\": 2, \"expiresOn\": \"2026-02-30T25:00:00Z\"}",
            "{\"reference\": \"\\uD800\"}",
            "{\"invitation\": \"Xxw60pBL6GcdLKT4O5BuFcR-GaBdg_JrDpex1EisU_A\"}",
            "{\"invitation\": \"\\uD800\", \"guest\": {\"secret\": \"x\"}}",
            "{\"teamsUserToken\": \"\\uD800\"}",
            " ".repeat(9000));
    return new String(body.getBytes(UTF_8), ISO_8859_1);
  }

  private static HttpResponse<String> send(Input input) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(Objects.requireNonNull(host).baseUri() + input.path()))
            .timeout(Duration.ofSeconds(30))
            .method(input.method(), BodyPublishers.ofString(input.body(), ISO_8859_1));
    if (!input.authorization().isBlank()) {
      request.header("authorization", input.authorization());
    }
    if (!input.contentType().isBlank()) {
      request.header("content-type", input.contentType());
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static String code(HttpResponse<String> response) {
    return new EndpointResponse(response).text("code");
  }

  // An unpaired surrogate cannot be encoded: URLEncoder replaces it with a question mark.
  private static String encode(String id) {
    return URLEncoder.encode(id, UTF_8).replace("+", "%20");
  }
}
