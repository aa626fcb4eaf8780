package dev.acstoken.azure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.azure.CannedServer.CannedResponse;
import dev.acstoken.azure.acs.AcsSettings;
import dev.acstoken.azure.entra.TeamsSettings;
import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.CommunicationIdentities.IdentityWithToken;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Redacted;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenGrant;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.settings.Settings;
import dev.acstoken.settings.SettingsException;
import dev.acstoken.settings.SettingsReader;
import dev.acstoken.teams.EntraUser;
import dev.acstoken.teams.TeamsUserToken;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that secrets appear neither in text forms nor in exceptions. */
class SecretsTest {

  private static final String KEY = "dG9wLXNlY3JldA==";
  private static final String CONNECTION_STRING =
      "DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey="
          + KEY
          + ";EndpointSuffix=core.windows.net";

  private final RequestContext context = RequestContext.within(Duration.ofSeconds(30));

  @Test
  void aSecretIsVisibleOnlyThroughReveal() {
    assertEquals(KEY, new Redacted(KEY).reveal());
    assertEquals("[redacted]", new Redacted(KEY).toString());
  }

  @Test
  void settingsDoNotShowSecrets() {
    Settings settings = SettingsReader.read(environment());

    assertShowsNoSecret(settings);
    assertShowsNoSecret(settings.acs());
    assertShowsNoSecret(settings.table());
    assertShowsNoSecret(
        new AcsSettings(URI.create("https://x.example"), Optional.of(new Redacted(KEY))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COMMUNICATION_SERVICES_ENDPOINT",
        "COMMUNICATION_SERVICES_ACCESSKEY",
        "COMMUNICATION_SERVICES_CONNECTION_STRING",
        "TABLE_STORAGE_ENDPOINT",
        "TABLE_STORAGE_TABLE",
        "AUTH_ISSUER",
        "TOKEN_SCOPES",
        "TOKEN_LIFETIME_MINUTES"
      })
  void aSecretInTheWrongVariableIsNotShown(String variable) {
    Map<String, String> environment = environment();
    environment.put(variable, "an unexpected value: " + KEY);

    assertShowsNoSecret(
        assertThrows(SettingsException.class, () -> SettingsReader.read(environment)));
  }

  @Test
  void anAccessTokenDoesNotShowItsValue() {
    var token = new AccessToken(KEY, Instant.EPOCH);

    assertShowsNoSecret(token);
    assertShowsNoSecret(new IdentityWithToken(new CommunicationUserId("8:acs:x"), token));
    assertTrue(token.toString().contains("1970-01-01"));
  }

  @Test
  void teamsTokensDoNotShowTheirValues() {
    assertShowsNoSecret(new TeamsUserToken(KEY));
    assertShowsNoSecret(
        new EntraUser(
            "32c0a5db-05ec-78ea-51ab-3f06b329397e", "https://issuer.example", new Redacted(KEY)));
  }

  @Test
  void anExceptionDoesNotShowARejectedTeamsToken() {
    String id = "32c0a5db-05ec-78ea-51ab-3f06b329397e";
    try (var emulator = AcsEmulator.start()) {
      var http = HttpClient.newBuilder().sslContext(emulator.clientSslContext());
      var acs =
          new AzureClients(http)
              .teamsTokenExchange(
                  new AcsSettings(
                      emulator.endpoint(), Optional.of(new Redacted(emulator.accessKey()))),
                  new TeamsSettings(id, Optional.empty()));

      var thrown =
          assertThrows(
              ServiceException.class, () -> acs.exchange(new TeamsUserToken(KEY), id, context));

      assertEquals(ErrorCode.INVALID_TEAMS_TOKEN, thrown.code());
      assertShowsNoSecret(thrown);
    }
  }

  @Test
  void anExceptionDoesNotShowARejectedKey() {
    try (var emulator = AcsEmulator.start()) {
      var acs =
          EmulatedAcs.of(
              emulator, new AcsSettings(emulator.endpoint(), Optional.of(new Redacted(KEY))));

      assertShowsNoSecret(assertThrows(ServiceException.class, () -> acs.create(context)));
    }
  }

  @Test
  void anExceptionDoesNotShowATokenFromAnUnreadableResponse() {
    var body = "{\"identity\":{\"id\":\"8:acs:x\"},\"accessToken\":{\"token\":\"" + KEY + "\"}}";
    try (var server = CannedServer.https(new CannedResponse(201, body))) {
      var http = HttpClient.newBuilder().sslContext(CannedServer.clientSslContext());
      var acs =
          new AzureClients(http)
              .communicationIdentities(
                  new AcsSettings(server.endpoint(), Optional.of(new Redacted("a2V5"))));
      var grant = new TokenGrant(ScopeSet.of(TokenScope.CHAT), new TokenLifetime(60));

      var thrown = assertThrows(ServiceException.class, () -> acs.createWithToken(grant, context));

      assertShowsNoSecret(thrown);
    }
  }

  private static Map<String, String> environment() {
    return new HashMap<>(
        Map.of(
            "COMMUNICATION_SERVICES_ENDPOINT", "https://contoso.communication.azure.com",
            "COMMUNICATION_SERVICES_ACCESSKEY", KEY,
            "TABLE_STORAGE_CONNECTION_STRING", CONNECTION_STRING,
            "AUTH_ISSUER", "https://issuer.example",
            "AUTH_AUDIENCE", "api://acs-tokens"));
  }

  private static void assertShowsNoSecret(Object shown) {
    assertFalse(shown.toString().contains(KEY), () -> shown.getClass() + " shows a secret");
  }

  private static void assertShowsNoSecret(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      assertShowsNoSecret((Object) t);
    }
  }
}
