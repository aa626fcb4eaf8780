package dev.acstoken.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.azure.communication.common.CommunicationUserIdentifier;
import com.azure.communication.identity.CommunicationIdentityClient;
import com.azure.communication.identity.models.CommunicationTokenScope;
import com.azure.core.credential.AccessToken;
import com.azure.core.exception.HttpResponseException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.acstoken.emulator.TokenStatus.Inactive;
import dev.acstoken.emulator.TokenStatus.Reason;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Verifies the lifecycle of an identity through the real SDK. */
class SdkTest {

  private static final List<CommunicationTokenScope> CHAT_AND_VOIP =
      List.of(CommunicationTokenScope.CHAT, CommunicationTokenScope.VOIP);

  @SuppressWarnings("NullAway.Init")
  private static AcsEmulator emulator;

  @SuppressWarnings("NullAway.Init")
  private static CommunicationIdentityClient client;

  @BeforeAll
  static void start() {
    emulator = AcsEmulator.start();
    client = EmulatorClients.withConnectionString(emulator);
  }

  @AfterAll
  static void stop() {
    emulator.close();
  }

  @Test
  void createsIssuesRevokesAndDeletes() {
    CommunicationUserIdentifier user = client.createUser();
    assertTrue(emulator.identities().contains(user.getId()));

    AccessToken first = client.getToken(user, CHAT_AND_VOIP);
    assertTrue(emulator.isValid(first.getToken()));

    client.revokeTokens(user);
    AccessToken second = client.getToken(user, CHAT_AND_VOIP);
    assertEquals(new Inactive(Reason.REVOKED), emulator.status(first.getToken()));
    assertTrue(emulator.isValid(second.getToken()), "a token issued after the revocation");

    client.deleteUser(user);
    assertEquals(new Inactive(Reason.IDENTITY_DELETED), emulator.status(second.getToken()));
    assertFalse(emulator.identities().contains(user.getId()));
  }

  @Test
  void createsIdentityAndTokenInOneCall() {
    var both = client.createUserAndToken(CHAT_AND_VOIP, Duration.ofMinutes(60));

    var status = (TokenStatus.Active) emulator.status(both.getUserToken().getToken());
    assertEquals(both.getUser().getId(), status.identity());
    assertEquals(List.of("chat", "voip"), status.scopes());
    OffsetDateTime expiresAt = both.getUserToken().getExpiresAt();
    Duration left = Duration.between(OffsetDateTime.now(ZoneOffset.UTC), expiresAt);
    assertTrue(left.toMinutes() >= 59 && left.toMinutes() <= 60, left::toString);
  }

  @Test
  void tokensCarryTheClaimsOfAcs() throws Exception {
    UUID resourceId = UUID.fromString("2dee53b4-368b-45b4-ab52-8493fb117652");
    try (AcsEmulator own = AcsEmulator.builder().resourceId(resourceId).start()) {
      var both = EmulatorClients.withConnectionString(own).createUserAndToken(CHAT_AND_VOIP);
      SignedJWT jwt = SignedJWT.parse(both.getUserToken().getToken());
      String jwks = new SignedRequests(own).unsigned("GET", "/emulator/jwks", "", Map.of()).body();
      var key = JWKSet.parse(jwks).getKeyByKeyId(jwt.getHeader().getKeyID());
      assertNotNull(key);
      assertTrue(jwt.verify(new RSASSAVerifier(key.toRSAKey())));
      assertEquals(JWSAlgorithm.RS256, jwt.getHeader().getAlgorithm());

      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      String id = both.getUser().getId();
      assertTrue(
          id.matches("8:acs:" + resourceId + "_000000[0-9a-f]{2}(-[0-9a-f]{4}){3}-\\w{12}"), id);
      assertEquals(id, "8:" + claims.getStringClaim("skypeid"));
      assertEquals("chat,voip", claims.getStringClaim("acsScope"));
      assertEquals(resourceId.toString(), claims.getStringClaim("resourceId"));
      assertTrue(
          claims.getClaims().keySet().containsAll(Set.of("scp", "csi", "iat", "exp", "rgn")));
    }
  }

  @Test
  void refusesTheRequestsThatAcsRefuses() {
    CommunicationUserIdentifier user = client.createUser();
    assertEquals(400, status(() -> client.getToken(user, CHAT_AND_VOIP, Duration.ofMinutes(59))));
    assertEquals(400, status(() -> client.getToken(user, CHAT_AND_VOIP, Duration.ofMinutes(1441))));
    assertEquals(400, status(() -> client.getToken(user, List.of())));
    var joining = List.of(CommunicationTokenScope.fromString("chat.join"));
    assertEquals(400, status(() -> client.getToken(user, joining)));

    client.deleteUser(user);
    assertEquals(404, status(() -> client.getToken(user, CHAT_AND_VOIP)));
    assertEquals(404, status(() -> client.revokeTokens(user)));
    assertEquals(404, status(() -> client.deleteUser(user)));

    var foreignUser = new CommunicationUserIdentifier("8:acs:%s_%1$s".formatted(new UUID(0, 0)));
    assertEquals(401, status(() -> client.getToken(foreignUser, CHAT_AND_VOIP)));
    assertEquals(401, status(() -> client.deleteUser(foreignUser)));
  }

  @Test
  void verifiesTheAccessKey() {
    assertTrue(
        EmulatorClients.withKey(emulator, emulator.accessKey()).createUser().getId() != null);
    var wrong = EmulatorClients.withKey(emulator, "d3Jvbmc=");
    assertEquals(401, status(wrong::createUser));
  }

  private static int status(Runnable call) {
    return assertThrows(HttpResponseException.class, call::run).getResponse().getStatusCode();
  }
}
