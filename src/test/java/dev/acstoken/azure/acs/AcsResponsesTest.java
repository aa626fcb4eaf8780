package dev.acstoken.azure.acs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acstoken.azure.AzureClients;
import dev.acstoken.azure.CannedServer;
import dev.acstoken.azure.CannedServer.CannedResponse;
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
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that responses outside the ACS protocol are treated as failures. */
class AcsResponsesTest {

  private static final TokenGrant CHAT =
      new TokenGrant(ScopeSet.of(TokenScope.CHAT), new TokenLifetime(60));
  private static final CommunicationUserId ID = new CommunicationUserId("8:acs:someone");

  private final RequestContext context = RequestContext.within(Duration.ofSeconds(30));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "null",
        "<html>Welcome to the proxy</html>",
        "{\"identity\":{}}",
        "{\"identity\":{\"id\":\"\"}}",
        "{\"identity\":{\"id\":null}}"
      })
  void aCreationResponseWithoutAnIdentityIsAFailure(String body) {
    try (var server = CannedServer.https(new CannedResponse(201, body))) {
      CommunicationIdentities acs = acs(server);

      assertUnavailable(() -> acs.create(context));
      assertUnavailable(() -> acs.createWithToken(CHAT, context));

      assertEquals(2, server.requests());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"identity\":{\"id\":\"8:acs:new\"}}",
        "{\"identity\":{\"id\":\"8:acs:new\"},\"accessToken\":{}}",
        "{\"identity\":{\"id\":\"8:acs:new\"},\"accessToken\":{\"token\":\"x\"}}",
        "{\"identity\":{\"id\":\"8:acs:new\"},\"accessToken\":{\"expiresOn\":"
            + "\"2030-01-01T00:00:00Z\"}}"
      })
  void aCreationResponseWithoutTheRequestedTokenIsAFailure(String body) {
    try (var server = CannedServer.https(new CannedResponse(201, body))) {
      assertUnavailable(() -> acs(server).createWithToken(CHAT, context));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "<html>Welcome to the proxy</html>",
        "{\"token\":null,\"expiresOn\":null}",
        "{\"token\":\"x\"}",
        "{\"token\":\"x\",\"expiresOn\":\"tomorrow\"}",
        "{\"expiresOn\":\"2030-01-01T00:00:00Z\"}"
      })
  void aTokenResponseWithoutATokenIsAFailure(String body) {
    try (var server = CannedServer.https(new CannedResponse(200, body))) {
      assertUnavailable(() -> acs(server).issueToken(ID, CHAT, context));
    }
  }

  private static void assertUnavailable(Runnable call) {
    assertEquals(ErrorCode.ACS_UNAVAILABLE, assertThrows(ServiceException.class, call::run).code());
  }

  private static CommunicationIdentities acs(CannedServer server) {
    var http = HttpClient.newBuilder().sslContext(CannedServer.clientSslContext());
    return new AzureClients(http)
        .communicationIdentities(
            new AcsSettings(server.endpoint(), Optional.of(new Redacted("c2VjcmV0"))));
  }
}
