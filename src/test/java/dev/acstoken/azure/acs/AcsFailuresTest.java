package dev.acstoken.azure.acs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.azure.AzureClients;
import dev.acstoken.azure.CannedServer;
import dev.acstoken.azure.CannedServer.CannedResponse;
import dev.acstoken.azure.entra.TeamsSettings;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Redacted;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenGrant;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.protocol.CommunicationIdentitiesContract;
import dev.acstoken.identity.protocol.CommunicationIdentitiesContract.Call;
import dev.acstoken.teams.TeamsTokenExchange;
import dev.acstoken.teams.TeamsUserToken;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that only ACS's own error body says something about an identity or a credential. Any
 * other response is a failure of the path to ACS.
 */
class AcsFailuresTest {

  private static final TokenGrant CHAT =
      new TokenGrant(ScopeSet.of(TokenScope.CHAT), new TokenLifetime(60));
  private static final AzureClients CLIENTS =
      new AzureClients(HttpClient.newBuilder().sslContext(CannedServer.clientSslContext()));
  private static final CommunicationUserId ID = new CommunicationUserId("8:acs:someone");
  private static final String HTML = "<html>IdentityNotFound \"IdentityNotOwned\" Denied</html>";

  // It exceeds every deadline, so a test does not wait for retries.
  private static final Map<String, String> LATER = Map.of("Retry-After", "3600");

  static final List<String> FOREIGN_BODIES =
      List.of(
          "",
          HTML,
          "{}",
          "null",
          "[]",
          "\"IdentityNotFound\"",
          "{\"error\":null}",
          "{\"error\":\"IdentityNotFound\"}",
          "{\"error\":[{\"code\":\"IdentityNotFound\"}]}",
          "{\"error\":{\"code\":null}}",
          "{\"error\":{\"code\":[\"IdentityNotFound\"]}}",
          "{\"error\":{\"message\":\"Provided identity doesn't exist.\"}}",
          "{\"error\":{\"code\":\"NotFound\",\"message\":\"\\\"IdentityNotOwned\\\"\"}}",
          "{\"error\":{\"code\":\"NotFound\",\"target\":\"IdentityNotFound\"}}",
          "{\"error\":{\"code\":\"X\",\"innererror\":{\"code\":\"IdentityNotFound\"}}}",
          "{\"code\":\"IdentityNotFound\",\"message\":\"Provided identity doesn't exist.\"}",
          "[{\"error\":{\"code\":\"IdentityNotFound\"}}]",
          "{\"error\":{\"code\":\"IdentityNotFound\"}",
          "{\"error\":{\"code\":\"IdentityNotFound\"}} and more");

  private final RequestContext context = RequestContext.within(Duration.ofSeconds(30));

  @ParameterizedTest
  @FieldSource("FOREIGN_BODIES")
  void a404Or401OfSomethingElseThanAcsIsAFailureOfThePath(String body) {
    for (int status : List.of(401, 404)) {
      try (var server = CannedServer.https(new CannedResponse(status, body, LATER))) {
        for (Call call : calls()) {
          var thrown = failureOf(call, server);

          assertEquals(ErrorCode.ACS_UNAVAILABLE, thrown.code(), () -> status + " " + body);
          assertEquals(Optional.of(Duration.ofHours(1)), thrown.retryAfter());
        }
        assertUnavailable(() -> exchange(server));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        200, 202, 300, 301, 302, 303, 307, 308, 400, 403, 405, 407, 409, 410, 418, 421, 426, 431,
        451, 499, 501, 505, 511, 520
      })
  void aStatusWithoutTheFormOfAcsIsAFailureOfThePath(int status) {
    var elsewhere = Map.of("Retry-After", "3600", "Location", "https://127.0.0.1:1/");
    try (var server = CannedServer.https(new CannedResponse(status, HTML, elsewhere))) {
      for (Call call : calls()) {
        assertEquals(ErrorCode.ACS_UNAVAILABLE, failureOf(call, server).code());
      }
      assertUnavailable(() -> exchange(server));

      assertEquals(calls().size() + 1, server.requests());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 407, 421, 451})
  void aStatusThatDescribesThePathIsAFailureOfItEvenWithAnErrorCode(int status) {
    var body = "{\"error\":{\"code\":\"Forbidden\",\"message\":\"No.\"}}";
    try (var server = CannedServer.https(new CannedResponse(status, body, LATER))) {
      for (Call call : calls()) {
        assertEquals(ErrorCode.ACS_UNAVAILABLE, failureOf(call, server).code());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 401, 403, 404, 511})
  void aFailureOfThePathIsRetriedUnlessItIsACreation(int status) {
    try (var server = CannedServer.https(new CannedResponse(status, HTML))) {
      assertUnavailable(() -> acs(server).revokeTokens(ID, context));
      assertEquals(3, server.requests());
      assertUnavailable(() -> exchange(server));
      assertEquals(6, server.requests());

      assertUnavailable(() -> acs(server).create(context));
      assertEquals(7, server.requests());
      assertUnavailable(() -> acs(server).createWithToken(CHAT, context));
      assertEquals(8, server.requests());
    }
  }

  @Test
  void theLogNamesTheStatusOfAFailureOfThePathAndNothingOfItsBody() {
    try (var server = CannedServer.https(new CannedResponse(404, HTML, LATER))) {
      String message =
          assertThrows(ServiceException.class, () -> acs(server).delete(ID, context))
              .logMessage()
              .orElseThrow();

      assertTrue(message.contains("404"), message);
      assertFalse(message.contains("html"), message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404|{\"error\":{\"code\":\"IdentityNotFound\"}}",
        "401|{\"error\":{\"code\":\"IdentityNotOwned\",\"message\":\"Of another resource.\"}}",
        "403|{\"error\":{\"code\":\"IdentityNotOwned\"}}",
        "400|{\"error\":{\"code\":\"IdentityNotFound\"}}",
        "410|{\"error\":{\"code\":\"Gone\",\"message\":\"Provided identity doesn't exist.\"}}",
      })
  void anErrorCodeOfAcsMeansThatTheIdentityIsUnknown(int status, String body) {
    try (var server = CannedServer.https(new CannedResponse(status, body))) {
      var acs = acs(server);

      assertEquals(Optional.empty(), acs.issueToken(ID, CHAT, context));
      assertFalse(acs.revokeTokens(ID, context));
      assertFalse(acs.delete(ID, context));

      assertEquals(3, server.requests());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 500, 503})
  void anErrorCodeOfATransientFailureDoesNotMeanThatTheIdentityIsUnknown(int status) {
    var body = "{\"error\":{\"code\":\"IdentityNotFound\"}}";
    try (var server = CannedServer.https(new CannedResponse(status, body, LATER))) {
      assertUnavailable(() -> acs(server).delete(ID, context));
    }
  }

  @Test
  void anUnknownIdentityIsNoResponseToACallThatNamesNone() {
    var body = "{\"error\":{\"code\":\"IdentityNotFound\"}}";
    try (var server = CannedServer.https(new CannedResponse(404, body, LATER))) {
      assertUnavailable(() -> acs(server).create(context));
      assertUnavailable(() -> acs(server).createWithToken(CHAT, context));
      assertUnavailable(() -> exchange(server));
    }
  }

  @ParameterizedTest
  @CsvSource({"401, Denied", "403, Denied", "403, Forbidden", "400, ValidationError"})
  void aRefusalByAcsItselfIsNotRetried(int status, String code) {
    var body = "{\"error\":{\"code\":\"%s\"}}".formatted(code);
    try (var server = CannedServer.https(new CannedResponse(status, body))) {
      for (Call call : calls()) {
        assertEquals(ErrorCode.ACS_REJECTED, failureOf(call, server).code());
      }
      assertEquals(
          ErrorCode.ACS_REJECTED,
          assertThrows(ServiceException.class, () -> exchange(server)).code());

      assertEquals(calls().size() + 1, server.requests());
    }
  }

  @Test
  void aRefusedTeamsTokenIsNotRetried() {
    var body = "{\"error\":{\"code\":\"InvalidAccessToken\"}}";
    try (var server = CannedServer.https(new CannedResponse(401, body))) {
      assertEquals(
          ErrorCode.INVALID_TEAMS_TOKEN,
          assertThrows(ServiceException.class, () -> exchange(server)).code());

      assertEquals(1, server.requests());
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void throttlingOnTheWayIsThrottling(Call call) {
    try (var server = CannedServer.https(new CannedResponse(429, HTML, LATER))) {
      assertEquals(ErrorCode.ACS_THROTTLED, failureOf(call, server).code());

      assertEquals(1, server.requests());
    }
  }

  static List<Call> calls() {
    return CommunicationIdentitiesContract.calls().toList();
  }

  private ServiceException failureOf(Call call, CannedServer server) {
    return assertThrows(ServiceException.class, () -> call.on(acs(server), ID, CHAT, context));
  }

  private static void assertUnavailable(Runnable call) {
    assertEquals(ErrorCode.ACS_UNAVAILABLE, assertThrows(ServiceException.class, call::run).code());
  }

  private void exchange(CannedServer server) {
    var unused = teams(server).exchange(new TeamsUserToken("token"), "object-id", context);
  }

  private static CommunicationIdentities acs(CannedServer server) {
    return CLIENTS.communicationIdentities(settings(server));
  }

  private static TeamsTokenExchange teams(CannedServer server) {
    return CLIENTS.teamsTokenExchange(
        settings(server), new TeamsSettings("app-id", Optional.empty()));
  }

  private static AcsSettings settings(CannedServer server) {
    return new AcsSettings(server.endpoint(), Optional.of(new Redacted("c2VjcmV0")));
  }
}
