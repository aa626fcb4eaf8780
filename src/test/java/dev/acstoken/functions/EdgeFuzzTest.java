package dev.acstoken.functions;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/**
 * Whatever comes over HTTP, the answer is no 5xx, and in the endpoint's own words. How long the
 * slowest took is printed, not asserted: machines are busy.
 */
class EdgeFuzzTest {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static @Nullable DevelopmentHost development;
  private static @Nullable FunctionsHost host;
  private static String bearer = "";
  private static int inputs;
  private static long slowestMillis;

  /** What is sent; a blank header is left out, and each character of the body is a byte. */
  record Input(String method, String path, String authorization, String contentType, String body) {}

  @BeforeContainer
  static void start() {
    var started = DevelopmentHost.onFreePorts();
    development = started;
    var application = started.emulators().newApplication(Emulators.WITHOUT_RATE_LIMIT);
    host = DevelopmentHost.serve(() -> application);
    bearer = "Bearer " + started.emulators().issuer().token("fuzzer", "Identity.Admin");
  }

  @AfterContainer
  static void stop() {
    System.out.printf(
        "Fuzzed over HTTP: %,d inputs, no 5xx, no exception text; the slowest took %d ms%n",
        inputs, slowestMillis);
    Objects.requireNonNull(host).close();
    Objects.requireNonNull(development).close();
  }

  @Property
  void everyAnswerIsOurs(@ForAll("inputs") Input input) throws Exception {
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

  @Provide
  Arbitrary<Input> inputs() {
    return Combinators.combine(
            Arbitraries.of("GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS"),
            paths(),
            authorizations(),
            Arbitraries.of(
                "",
                "application/json",
                "application/json; charset=utf-16",
                "text/plain",
                ";;",
                "application/json;;=",
                "multipart/form-data; boundary=x"),
            bodies())
        .as(Input::new);
  }

  private static Arbitrary<String> paths() {
    Arbitrary<String> ids =
        Arbitraries.oneOf(
            Arbitraries.just("me"),
            Arbitraries.strings().ofMinLength(1).ofMaxLength(300).map(EdgeFuzzTest::encode),
            Arbitraries.of("%00", "%2e%2e", "..", "%2F", "%C0%AF", "a%0d%0ab", "%25", ";a=b", "@"));
    return Combinators.combine(
            Arbitraries.of("/users/", "/USERS/", "/users//", "/"),
            ids,
            Arbitraries.of(
                "/tokens",
                "/tokens/refresh",
                "/teams-tokens",
                "/identity",
                "/identity/",
                "",
                "?a=&b=%00"))
        .as((start, id, end) -> start + id + end);
  }

  private static Arbitrary<String> authorizations() {
    return Arbitraries.oneOf(
        Arbitraries.create(() -> bearer),
        Arbitraries.create(() -> bearer),
        Arbitraries.create(() -> bearer + "," + bearer),
        Arbitraries.create(() -> bearer.replace('e', 'f')),
        Arbitraries.of("", "Bearer", "Bearer ", "bearer x.y.z", "Basic YTpi", "Bearer a.b.c.d.e"),
        Arbitraries.strings().withCharRange('!', '~').ofMaxLength(200).map(it -> "Bearer " + it));
  }

  private static Arbitrary<String> bodies() {
    return Arbitraries.oneOf(
        Arbitraries.just(""),
        Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(200),
        Arbitraries.of(
                "{}",
                "{\"scopes\": [\"chat\"]}",
                "{\"scopes\": [\"x\"]}",
                "\uFEFF{}",
                "[[[[",
                "{\"expiresInMinutes\": 99999999999999999999}",
                "{\"scopes\"",
                "{\"teamsUserToken\": \"x\"}",
                "{\"teamsUserToken\": \"\\uD800\"}",
                " ".repeat(9000))
            .map(it -> new String(it.getBytes(UTF_8), ISO_8859_1)));
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

  // Half a character cannot be encoded; what stands for it is as good.
  private static String encode(String id) {
    return URLEncoder.encode(id, UTF_8).replace("+", "%20");
  }
}
