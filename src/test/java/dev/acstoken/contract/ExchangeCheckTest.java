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

/** The check that all HTTP tests rely on finds what is wrong with an exchange. */
class ExchangeCheckTest {

  private static final Draft ISSUE =
      new Draft("POST", "/users/me/tokens", "Bearer x.y.z", "{}", 200, example("IssueToken", 200));

  /** A good exchange, to be spoiled. */
  private record Draft(
      String method, String path, String authorization, String body, int status, String reply) {

    Draft path(String other) {
      return new Draft(method, other, authorization, body, status, reply);
    }

    Draft authorization(String other) {
      return new Draft(method, path, other, body, status, reply);
    }

    Draft body(String other) {
      return new Draft(method, path, authorization, other, status, reply);
    }

    Draft answered(int otherStatus, String other) {
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
          reply);
    }

    Exchange exchange() {
      return with("content-length", "1");
    }
  }

  @Test
  void hasNothingAgainstAGoodExchange() {
    assertEquals(List.of(), Contract.SERVED.complaints(ISSUE.exchange()));
    assertEquals(
        List.of(),
        Contract.SERVED.complaints(
            ISSUE.body("{\"scopes\": []}").answered(400, example("IssueToken", 400)).exchange()));
  }

  @TestFactory
  Stream<DynamicTest> finds() {
    var refusal = ISSUE.answered(400, example("IssueToken", 400));
    return Stream.of(
        found("an operation that is not there", "no such", ISSUE.path("/users").exchange()),
        found("an unknown status", "documents no 202", ISSUE.answered(202, "{}").exchange()),
        found(
            "an unknown field",
            "extra",
            reply("{\"extra\": 1, \"token\"", "{\"token\"").exchange()),
        found("a missing field", "expiresOn", reply("\"x\":", "\"expiresOn\":").exchange()),
        found("a wrong form", "expiresOn", reply(".5Z\"", "Z\"").exchange()),
        found("an unknown scope in a reply", "scopes", reply("\"sms\"", "\"chat\"").exchange()),
        found(
            "a code of another status",
            "code",
            refusal.answered(403, example("IssueToken", 400)).exchange()),
        found("an unknown header", "etag", ISSUE.with("etag", "\"1\"")),
        found("a missing header", "x-request-id is missing", ISSUE.with("x-request-id", "")),
        found("a header of a wrong form", "Cache-Control", ISSUE.with("cache-control", "public")),
        found("another media type", "media type", ISSUE.with("content-type", "text/plain")),
        found("an accepted wrong body", "accepted", ISSUE.body("{\"scope\": []}").exchange()),
        found("an accepted double field", "accepted", ISSUE.body(twice()).exchange()),
        found("an accepted query", "accepted", ISSUE.path("/users/me/tokens?a=b").exchange()),
        found("an accepted user id", "accepted", ISSUE.path("/users/a%01/tokens").exchange()),
        found("an accepted stranger", "accepted", ISSUE.authorization("Basic x").exchange()),
        found("a refusal of what is right", "allows", refusal.exchange()));
  }

  private static String twice() {
    return "{\"expiresInMinutes\": 60, \"expiresInMinutes\": 60}";
  }

  private static Draft reply(String wrong, String right) {
    String spoiled = ISSUE.reply().replace(right, wrong);
    return ISSUE.answered(200, spoiled);
  }

  private static DynamicTest found(String what, String complaint, Exchange exchange) {
    return DynamicTest.dynamicTest(
        what,
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
