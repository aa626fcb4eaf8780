package dev.acstoken.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Verifies the contract check that all HTTP tests rely on. */
class ExchangeCheckTest {

  private static final Draft ISSUE =
      new Draft("POST", "/users/me/tokens", "Bearer x.y.z", "{}", 200, example("IssueToken", 200));

  /** A valid exchange, which tests modify. */
  private record Draft(
      String method, String path, String authorization, String body, int status, String response) {

    Draft path(String other) {
      return new Draft(method, other, authorization, body, status, response);
    }

    Draft authorization(String other) {
      return new Draft(method, path, other, body, status, response);
    }

    Draft body(String other) {
      return new Draft(method, path, authorization, other, status, response);
    }

    Draft withResponse(int otherStatus, String other) {
      return new Draft(method, path, authorization, body, otherStatus, other);
    }

    Exchange with(String header, String value) {
      Map<String, String> headers = new HashMap<>();
      headers.put("x-request-id", UUID.randomUUID().toString());
      headers.put("cache-control", "no-store");
      headers.put("content-type", status < 400 ? "application/json" : "application/problem+json");
      headers.put(header, value);
      headers.values().remove("");
      return new Exchange(
          method,
          path,
          Map.of("authorization", authorization, "content-type", "application/json"),
          body,
          false,
          status,
          headers,
          response);
    }

    Exchange exchange() {
      return with("content-length", "1");
    }
  }

  @Test
  void acceptsAValidExchange() {
    assertEquals(List.of(), Contract.SERVED.complaints(ISSUE.exchange()));
    assertEquals(
        List.of(),
        Contract.SERVED.complaints(
            ISSUE
                .body("{\"scopes\": []}")
                .withResponse(400, example("IssueToken", 400))
                .exchange()));
  }

  @Test
  void acceptsNullForWhatIsOptional() {
    for (String body : List.of("null", "{\"scopes\": null}", "{\"expiresInMinutes\": null}")) {
      assertEquals(List.of(), Contract.SERVED.complaints(ISSUE.body(body).exchange()), body);
    }
  }

  @TestFactory
  Stream<DynamicTest> findsViolations() {
    var refusal = ISSUE.withResponse(400, example("IssueToken", 400));
    return Stream.of(
        violation("an unknown operation", "no such", ISSUE.path("/users").exchange()),
        violation(
            "an unknown status", "documents no 202", ISSUE.withResponse(202, "{}").exchange()),
        violation(
            "an unknown field",
            "extra",
            withReplacedText("{\"extra\": 1, \"token\"", "{\"token\"").exchange()),
        violation(
            "a missing field",
            "expiresOn",
            withReplacedText("\"x\":", "\"expiresOn\":").exchange()),
        violation("a malformed value", "expiresOn", withReplacedText(".5Z\"", "Z\"").exchange()),
        violation(
            "details for everybody",
            "details",
            new Draft("GET", "/health", "", "", 200, example("HealthDetails", 200)).exchange()),
        violation(
            "missing details",
            "notes",
            new Draft("GET", "/health/details", "", "", 200, example("Health", 200)).exchange()),
        violation(
            "an unknown scope in a response",
            "scopes",
            withReplacedText("\"sms\"", "\"chat\"").exchange()),
        violation(
            "a code of another status",
            "the code \"invalid_request\" is not documented for 403",
            refusal.withResponse(403, example("IssueToken", 400)).exchange()),
        violation(
            "an unknown code",
            "the code \"invalid_wish\" is not documented for 400",
            refusal
                .withResponse(
                    400, refusal.response().replace("invalid_request\"", "invalid_wish\""))
                .exchange()),
        violation("an unknown header", "etag", ISSUE.with("etag", "\"1\"")),
        violation("a missing header", "x-request-id is missing", ISSUE.with("x-request-id", "")),
        violation("a malformed header", "Cache-Control", ISSUE.with("cache-control", "public")),
        violation("another media type", "media type", ISSUE.with("content-type", "text/plain")),
        violation("an accepted invalid body", "accepted", ISSUE.body("{\"scope\": []}").exchange()),
        violation(
            "an accepted null in a list",
            "accepted",
            ISSUE.body("{\"scopes\": [null]}").exchange()),
        violation(
            "an accepted duplicate field", "accepted", ISSUE.body(duplicateField()).exchange()),
        violation(
            "an accepted unknown query parameter",
            "accepted",
            ISSUE.path("/users/me/tokens?a=b").exchange()),
        violation(
            "an accepted invalid user id", "accepted", ISSUE.path("/users/a%01/tokens").exchange()),
        violation(
            "an accepted request without a bearer token",
            "accepted",
            ISSUE.authorization("Basic x").exchange()),
        violation("a refused valid request", "allows", refusal.exchange()));
  }

  private static String duplicateField() {
    return "{\"expiresInMinutes\": 60, \"expiresInMinutes\": 60}";
  }

  private static Draft withReplacedText(String wrong, String right) {
    String modified = ISSUE.response().replace(right, wrong);
    return ISSUE.withResponse(200, modified);
  }

  private static DynamicTest violation(String name, String complaint, Exchange exchange) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          var complaints = Contract.SERVED.complaints(exchange);
          assertTrue(
              complaints.stream().anyMatch(it -> it.contains(complaint)), complaints::toString);
        });
  }

  private static String example(String operation, int status) {
    return Contract.SERVED.operation(operation).example(status, "");
  }
}
