package dev.acstoken.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.microsoft.azure.functions.HttpResponseMessage;
import dev.acstoken.contract.Contract;
import dev.acstoken.functions.FailureExamples;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Verifies the problem response for each failure. */
class ProblemTest {

  private static final String REALM = "Bearer realm=\"acs-token-endpoint\"";

  /** Clients depend on these codes, so a code never changes its name, meaning or status. */
  @Test
  void theCodesAreStable() {
    assertEquals(
        Map.ofEntries(
            Map.entry("invalid_request", 400),
            Map.entry("invalid_teams_token", 400),
            Map.entry("unauthenticated", 401),
            Map.entry("invalid_token", 401),
            Map.entry("forbidden", 403),
            Map.entry("user_required", 403),
            Map.entry("scope_not_allowed", 403),
            Map.entry("teams_token_mismatch", 403),
            Map.entry("teams_license_missing", 403),
            Map.entry("wrong_tenant", 403),
            Map.entry("consent_required", 403),
            Map.entry("interaction_required", 403),
            Map.entry("conditional_access_blocked", 403),
            Map.entry("account_disabled", 403),
            Map.entry("user_not_assigned", 403),
            Map.entry("identity_not_found", 404),
            Map.entry("invitation_not_found", 404),
            Map.entry("invitation_not_usable", 404),
            Map.entry("identity_conflict", 409),
            Map.entry("idempotency_key_used", 409),
            Map.entry("teams_not_configured", 404),
            Map.entry("length_required", 411),
            Map.entry("precondition_failed", 412),
            Map.entry("payload_too_large", 413),
            Map.entry("unsupported_media_type", 415),
            Map.entry("rate_limited", 429),
            Map.entry("acs_throttled", 429),
            Map.entry("internal_error", 500),
            Map.entry("misconfigured", 500),
            Map.entry("unhealthy", 503),
            Map.entry("acs_rejected", 502),
            Map.entry("issuer_rejected", 502),
            Map.entry("acs_unavailable", 503),
            Map.entry("storage_unavailable", 503),
            Map.entry("issuer_unavailable", 503),
            Map.entry("key_unavailable", 503),
            Map.entry("identity_unconfirmed", 503)),
        Stream.of(ErrorCode.values())
            .collect(
                toMap(
                    ErrorCode::code,
                    code -> ProblemStatus.of(code).value(),
                    (status, same) -> status)));
  }

  @Test
  void theContractNamesEveryCode() {
    assertEquals(
        Stream.of(ErrorCode.values()).map(ErrorCode::code).distinct().toList(),
        Contract.SERVED.knownValues("ProblemCode"));
  }

  @Test
  void aMisconfigurationThatARetryMaySurviveHasStatus503() {
    for (ErrorCode code : List.of(ErrorCode.FOREIGN_IDENTITY, ErrorCode.UNHEALTHY_CONFIGURATION)) {
      assertEquals("misconfigured", code.code());
      assertEquals(503, ProblemStatus.of(code).value());
    }
  }

  @Test
  void onlyThrottlingAndOutagesAreRetryable() {
    for (ErrorCode code : ErrorCode.values()) {
      assertEquals(
          List.of(429, 503).contains(ProblemStatus.of(code).value()),
          code.category().isRetryable(),
          code.code());
    }
  }

  @TestFactory
  Stream<DynamicTest> everyFailureHasItsCode() {
    return Stream.of(
        rendered("unauthenticated", FailureExamples.unauthenticated()),
        rendered("invalid_token", FailureExamples.invalidToken()),
        rendered("forbidden", FailureExamples.insufficientScope()),
        rendered("issuer_unavailable", FailureExamples.issuerUnavailable()),
        rendered("misconfigured", FailureExamples.settings(Map.of())),
        rendered("invalid_request", RequestBody.invalid("Why.")),
        rendered("internal_error", new UncheckedIOException(new IOException("hunter2"))),
        rendered("internal_error", new IllegalStateException("hunter2")),
        rendered("internal_error", new NullPointerException()),
        rendered("internal_error", new StackOverflowError()));
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void aProblemIsRenderedAsRfc9457Requires(ErrorCode code) throws IOException {
    var response = render(new ServiceException(code, "Say \"why\"\n."));
    var body = body(response);

    assertEquals("application/problem+json; charset=utf-8", response.getHeader("content-type"));
    assertEquals("no-store", response.getHeader("cache-control"));
    assertEquals("request-1", response.getHeader("x-request-id"));
    assertEquals(ProblemStatus.of(code).value(), response.getStatus().value());
    assertEquals("urn:acs-token-endpoint:problem:" + code.code(), body.remove("type"));
    assertFalse(String.valueOf(body.remove("title")).isBlank());
    assertEquals(
        response.getHeader("retry-after"),
        Objects.toString(body.remove("retryAfterSeconds"), null));
    assertEquals(
        Map.of(
            "status", ProblemStatus.of(code).value(),
            "detail", "Say \"why\"\n.",
            "code", code.code(),
            "retryable", code.category().isRetryable(),
            "requestId", "request-1"),
        body);
  }

  @Test
  void showsNoTextFromExceptionsOrSettings() throws IOException {
    for (Throwable e :
        List.of(
            new IOException("hunter2"),
            new NoClassDefFoundError("hunter2"),
            new IllegalStateException("hunter2", new IOException("hunter2")),
            new ServiceException(
                ErrorCode.ACS_REJECTED, "Why.", new IllegalStateException("hunter2")),
            FailureExamples.settings(Map.of("AUTH_ISSUER", "hunter2")))) {
      var shown = text(render(e)) + problem(e);
      assertFalse(shown.contains("hunter2"), shown);
      assertFalse(shown.contains("AUTH_ISSUER"), shown);
      assertFalse(shown.contains("Exception"), shown);
    }
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,1", "999,1", "1000,1", "1001,2", "29500,30", "-5000,1", "86400000,86400"})
  void roundsRetryAfterUpToWholeSeconds(long millis, String seconds) {
    var e = new ServiceException(ErrorCode.ACS_THROTTLED, "Why.", Duration.ofMillis(millis));

    assertEquals(seconds, render(e).getHeader("retry-after"));
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void sendsRetryAfterExactlyForRetryableProblems(ErrorCode code) {
    var header = render(new ServiceException(code, "Why.")).getHeader("retry-after");

    assertEquals(code.category().isRetryable(), header != null);
  }

  @Test
  void aChallengeForAMissingCredentialHasNoError() {
    assertEquals(REALM, render(FailureExamples.unauthenticated()).getHeader("www-authenticate"));
  }

  @Test
  void aChallengeForAnInvalidTokenHasTheErrorOfRfc6750() {
    assertChallenge("invalid_token", FailureExamples.invalidToken());
    assertChallenge("insufficient_scope", FailureExamples.insufficientScope());
  }

  /** Base64 protects the quotation marks, as Microsoft's libraries expect. */
  @Test
  void aClaimsRequestIsInTheBodyAndInTheChallenge() throws IOException {
    var e =
        new ServiceException(ErrorCode.INTERACTION_REQUIRED, "Why.").withClaims("{\"é\":\"?\"}");
    var response = render(e);

    assertEquals("{\"é\":\"?\"}", body(response).get("claims"));
    assertEquals(
        REALM
            + ", error=\"insufficient_claims\", error_description=\"Why.\","
            + " claims=\"eyLDqSI6Ij8ifQ==\"",
        response.getHeader("www-authenticate"));
  }

  @Test
  void aSharedFailureKeepsItsClaimsRequest() {
    var e =
        new ServiceException(ErrorCode.INTERACTION_REQUIRED, "Why.")
            .withClaims("{}")
            .withEntraError("AADSTS50076")
            .withLogMessage("For the operator.")
            .shared();

    assertEquals(Optional.of("{}"), e.claims());
    assertEquals(Optional.of("AADSTS50076"), e.entraError());
    assertEquals(Optional.of("For the operator."), e.logMessage());
  }

  @Test
  void otherProblemsHaveNoChallenge() {
    for (Exception e :
        List.of(
            FailureExamples.issuerUnavailable(),
            new ServiceException(ErrorCode.FORBIDDEN, "Why."),
            new IllegalStateException())) {
      assertNull(render(e).getHeader("www-authenticate"));
    }
  }

  // RFC 6750, section 3: the description is quoted and may contain only these characters.
  private static void assertChallenge(String error, ServiceException e) {
    String challenge = String.valueOf(render(e).getHeader("www-authenticate"));
    String description = "[\\x20\\x21\\x23-\\x5B\\x5D-\\x7E]+";

    assertTrue(
        challenge.matches(
            REALM + ", error=\"" + error + "\", error_description=\"" + description + "\""),
        challenge);
  }

  private static DynamicTest rendered(String code, Throwable e) {
    return dynamicTest(
        e.getClass().getSimpleName() + " is " + code,
        () -> assertEquals(code, problem(e).code().code()));
  }

  private static Problem problem(Throwable e) {
    return Problem.of(e, "request-1");
  }

  private static HttpResponseMessage render(Throwable e) {
    return problem(e).render(FakeRequest.withoutBody());
  }

  private static String text(HttpResponseMessage response) {
    return new String((byte[]) response.getBody(), UTF_8);
  }

  private static Map<String, Object> body(HttpResponseMessage response) throws IOException {
    try (JsonReader json = JsonProviders.createReader(text(response))) {
      return json.readMap(JsonReader::readUntyped);
    }
  }
}
