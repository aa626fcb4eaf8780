package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.devhost.TokenBuilder;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that each header that the endpoint parses may be as long as the Functions host allows,
 * which is 32 KiB for all headers. A parser that recursed would overflow the stack.
 */
class LongHeadersHttpTest {
  @RegisterExtension static final RunningEndpoint endpoint = new RunningEndpoint();

  @RegisterExtension final LogCapture log = new LogCapture();

  private static final int MAX_TOKEN = 31 * 1024;

  /** As long as a header may be beside a short token. */
  private static final int LONG = 30 * 1024;

  private final String path = "/users/user-" + UUID.randomUUID() + "/access";
  private final EndpointClient admin = endpoint.as("admin-" + UUID.randomUUID(), "Identity.Admin");

  @ParameterizedTest
  @ValueSource(strings = {"\"\",", "W/\"a\" , ", "\"", " ", "x"})
  void preconditions(String part) {
    String thousandsOfTags = "\"\"" + ",\"\"".repeat(LONG / 3);
    String body = "{\"blocked\": true}";

    admin
        .header("if-match", thousandsOfTags)
        .put(path, body)
        .expectProblem(412, "precondition_failed");
    admin.header("if-none-match", thousandsOfTags).get(path).expect(200);
    for (String name : List.of("if-match", "if-none-match")) {
      admin.header(name, "x" + repeated(part)).delete(path).expectProblem(400, "invalid_request");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'Bearer ', a, 401, invalid_token",
    "'Bearer ', a., 401, invalid_token",
    "'Bearer ', =, 401, invalid_token",
    "'Bearer ', ' ', 401, unauthenticated",
    "'Bearer ', W1tb, 401, invalid_token",
    "Bearer e30.e30., a, 401, invalid_token",
    "Basic, a, 401, unauthenticated",
    "'', B, 401, unauthenticated",
  })
  void authorization(String start, String part, int status, String code) {
    var response = admin.header("authorization", start + repeated(part)).get(path);

    response.expectProblem(status, code);
  }

  /** Entra ID puts at most 200 groups into a token. */
  @Test
  void aTokenWithTwoHundredGroups() {
    var groups = Stream.generate(UUID::randomUUID).limit(200).map(UUID::toString).toList();
    String token = newUser().claim("groups", groups).mint();

    assertTrue(token.length() > 10_000, () -> "only " + token.length());
    endpoint.withToken(token).post("/users/me/tokens").expect(201);
  }

  @Test
  void theLongestToken() {
    TokenBuilder user = newUser();
    int unpadded = user.claim("padding", "").mint().length();
    String longest = user.claim("padding", "x".repeat((MAX_TOKEN - unpadded) * 3 / 4)).mint();
    String tooLong = user.claim("padding", "x".repeat((MAX_TOKEN - unpadded) * 3 / 4 + 3)).mint();

    assertTrue(
        longest.length() > MAX_TOKEN - 4 && longest.length() <= MAX_TOKEN,
        longest.length() + " characters");
    endpoint.withToken(longest).post("/users/me/tokens").expect(201);
    endpoint.withToken(tooLong).post("/users/me/tokens").expectProblem(401, "invalid_token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-", "00-", "a"})
  void traceparent(String part) {
    String trace = "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-";

    var ignored = admin.header("traceparent", repeated(part)).get(path).expect(200);
    var read = admin.header("traceparent", trace + repeated(part)).get(path).expect(200);

    assertEquals("200", log.event(ignored).get("status"));
    assertTrue(
        log.event(read)
            .getOrDefault("traceparent", "")
            .contains("4bf92f3577b34da6a3ce929d0e0e4736"));
  }

  @ParameterizedTest
  @ValueSource(strings = {";", "a", "/", "application/json;"})
  void contentType(String part) {
    admin
        .header("content-type", "x" + repeated(part))
        .send("PUT", path, "{}")
        .expectProblem(415, "unsupported_media_type");
  }

  private static String repeated(String part) {
    return part.repeat(LONG / part.length());
  }

  private static TokenBuilder newUser() {
    return endpoint.issuer().tokenBuilder("user-" + UUID.randomUUID());
  }
}
