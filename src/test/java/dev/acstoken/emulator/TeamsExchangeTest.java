package dev.acstoken.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.communication.identity.CommunicationIdentityClient;
import com.azure.communication.identity.models.GetTokenForTeamsUserOptions;
import com.azure.core.credential.AccessToken;
import com.azure.core.exception.HttpResponseException;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Verifies through the real SDK which Teams users' tokens are exchanged. */
class TeamsExchangeTest {

  private static final AcsEmulator emulator = AcsEmulator.start();
  private static final EntraEmulator entra = EntraEmulator.beside(emulator);
  private static final CommunicationIdentityClient client =
      EmulatorClients.withConnectionString(emulator);

  private final String userId = UUID.randomUUID().toString();

  @AfterAll
  static void stop() {
    entra.close();
    emulator.close();
  }

  @Test
  void returnsATokenThatExpiresWithTheTeamsToken() {
    Instant expiry = Instant.now().plusSeconds(3000);

    AccessToken token = exchange(claims -> claims.expirationTime(Date.from(expiry)));

    var status = (TokenStatus.Active) emulator.status(token.getToken());
    assertEquals("8:orgid:" + userId, status.identity());
    assertEquals(expiry.getEpochSecond(), token.getExpiresAt().toEpochSecond());
  }

  @Test
  void refusesAnInvalidToken() {
    Instant past = Instant.now().minusSeconds(1);
    Instant future = Instant.now().plusSeconds(60);

    assertRefused(401, "InvalidAccessToken", "", claims -> claims.expirationTime(Date.from(past)));
    assertRefused(401, "InvalidAccessToken", "", claims -> claims.expirationTime(null));
    assertRefused(401, "InvalidAccessToken", "", claims -> claims.notBeforeTime(Date.from(future)));
    assertRefused(
        401, "InvalidAccessToken", "", claims -> claims.audience("https://graph.microsoft.com"));
    assertRefused(
        401, "InvalidAccessToken", "", claims -> claims.claim("scp", "Teams.ManageCalls"));
    assertRefused(401, "InvalidAccessToken", "", claims -> claims.claim("scp", null));
  }

  @Test
  void refusesATokenThatEntraDidNotSign() {
    try (AcsEmulator other = AcsEmulator.start();
        EntraEmulator otherEntra = EntraEmulator.beside(other)) {
      for (String token : new String[] {"invalid", "a.b.c", "", otherEntra.teamsToken(userId)}) {
        assertEquals(
            401, refusal(token, entra.appId(), userId).getResponse().getStatusCode(), token);
      }
    }
  }

  @Test
  void refusesATokenForAnotherApplicationOrUser() {
    String other = UUID.randomUUID().toString();

    assertRefused(400, "ValidationError", "appId", claims -> claims.claim("appid", other));
    assertRefused(400, "ValidationError", "userId", claims -> claims.claim("oid", other));
  }

  @Test
  void refusesInvalidIds() {
    String token = entra.teamsToken(userId);

    assertEquals(400, refusal(token, "app", userId).getResponse().getStatusCode());
    assertEquals(400, refusal(token, entra.appId(), "user").getResponse().getStatusCode());
  }

  @Test
  void refusesUsersWithoutTeams() {
    emulator.teams().removeLicense(userId);
    assertRefused(403, "UserLicenseNotPresentForbidden", "", claims -> claims);

    String tenant = UUID.randomUUID().toString();
    emulator.teams().disable(tenant);
    assertRefused(
        403, "TeamsDisabledForTenantForbidden", "", claims -> claims.claim("tid", tenant));
  }

  private AccessToken exchange(UnaryOperator<JWTClaimsSet.Builder> changes) {
    return client.getTokenForTeamsUser(
        new GetTokenForTeamsUserOptions(entra.teamsToken(userId, changes), entra.appId(), userId));
  }

  private void assertRefused(
      int status, String code, String target, UnaryOperator<JWTClaimsSet.Builder> changes) {
    var refused = assertThrows(HttpResponseException.class, () -> exchange(changes));
    String body = refused.getResponse().getBodyAsBinaryData().toString();
    assertEquals(status, refused.getResponse().getStatusCode(), body);
    assertTrue(body.contains("\"code\":\"" + code + "\""), body);
    assertTrue(target.isEmpty() || body.contains("\"target\":\"" + target + "\""), body);
  }

  private static HttpResponseException refusal(String token, String appId, String userId) {
    var options = new GetTokenForTeamsUserOptions(token, appId, userId);
    return assertThrows(HttpResponseException.class, () -> client.getTokenForTeamsUser(options));
  }
}
