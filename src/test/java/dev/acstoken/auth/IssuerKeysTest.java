package dev.acstoken.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.auth.keys.IssuerKeys;
import dev.acstoken.auth.keys.KeyLocation;
import dev.acstoken.devhost.LocalIssuer;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Verifies when the issuer's keys are fetched, and how long they are used while the issuer is
 * unavailable.
 */
@Timeout(60)
class IssuerKeysTest {

  private static final Duration CACHED = Duration.ofMinutes(15);
  private static final Duration RATE_LIMIT = Duration.ofSeconds(30);

  private final LocalIssuer issuer = LocalIssuer.start();
  private Instant now = Instant.now();
  private final IssuerKeys keys =
      new IssuerKeys(
          KeyLocation.discovered(issuer.issuer().toString()),
          HttpClient.newHttpClient(),
          () -> now);
  private final TestAuthenticator authenticator =
      TestAuthenticator.with(keys, issuer.issuer(), issuer.audience());

  @AfterEach
  void close() {
    issuer.close();
  }

  @Test
  void fetchesTheKeysOnceForManyTokens() {
    assertVerifies(issuer.token("alice"));
    assertVerifies(issuer.token("bob"));

    assertEquals(1, issuer.discoveryFetches());
    assertEquals(1, issuer.jwksFetches());
  }

  @Test
  void fetchesNothingBeforeTheFirstToken() {
    assertEquals(0, issuer.discoveryFetches());
  }

  @Test
  void findsANewKeyAtOnce() {
    assertVerifies(issuer.token("alice"));
    issuer.rotateKey();

    assertVerifies(issuer.token("alice"));
  }

  @Test
  void rejectsAKeyThatTheIssuerWithdrew() {
    String old = issuer.token("alice");
    assertVerifies(old);
    issuer.rotateKey();
    issuer.dropOldKeys();
    assertVerifies(issuer.token("alice"));

    assertRejected(ErrorCode.INVALID_TOKEN, old);
  }

  @Test
  void refreshesTheKeysInTheBackgroundBeforeTheyExpire() throws InterruptedException {
    assertVerifies(issuer.token("alice"));
    now = now.plus(Duration.ofMinutes(6));
    assertVerifies(issuer.token("alice"));

    while (issuer.jwksFetches() < 2) {
      Thread.sleep(5);
    }
  }

  @Test
  void isNotReadyUntilTheKeysHaveBeenFetched() {
    issuer.pause(LocalIssuer.Outage.UNAVAILABLE);

    assertFalse(authenticator.isReady());
    assertRejected(ErrorCode.ISSUER_UNAVAILABLE, issuer.token("alice"));
  }

  @Test
  void doesNotRefetchKeysWithinOneVerification() {
    issuer.pause(LocalIssuer.Outage.UNAVAILABLE);
    assertRejected(ErrorCode.ISSUER_UNAVAILABLE, issuer.token("alice"));

    assertEquals(1, issuer.discoveryFetches());
  }

  @Test
  void recoversWhenTheIssuerComesUp() {
    issuer.pause(LocalIssuer.Outage.UNAVAILABLE);
    assertRejected(ErrorCode.ISSUER_UNAVAILABLE, issuer.token("alice"));
    issuer.resume();

    assertVerifies(issuer.token("alice"));
    assertTrue(authenticator.isReady());
  }

  @Test
  void limitsTheFetchRateWhileTheIssuerIsDown() {
    issuer.pause(LocalIssuer.Outage.UNAVAILABLE);
    IntStream.range(0, 6)
        .forEach(i -> assertRejected(ErrorCode.ISSUER_UNAVAILABLE, issuer.token("alice")));
    assertEquals(2, issuer.discoveryFetches());

    issuer.resume();
    now = now.plus(RATE_LIMIT);
    assertVerifies(issuer.token("alice"));
  }

  @Test
  void verifiesWithCachedKeysWhileTheIssuerIsSilent() {
    assertVerifies(issuer.token("alice"));
    issuer.pause(LocalIssuer.Outage.SILENT);

    assertVerifies(issuer.token("alice"));
    assertTrue(authenticator.isReady());
  }

  @Test
  void keepsExpiredKeysWhileTheIssuerIsDown() {
    assertVerifies(issuer.token("alice"));
    issuer.pause(LocalIssuer.Outage.UNAVAILABLE);
    for (int i = 0; i < 10; i++) {
      now = now.plus(CACHED).plusSeconds(1);
      assertVerifies(issuer.token("alice"));
    }
  }

  @Test
  void stopsTrustingCachedKeysAfterALongOutage() {
    assertVerifies(issuer.token("alice"));
    issuer.pause(LocalIssuer.Outage.UNAVAILABLE);
    now = now.plus(Duration.ofHours(5));

    assertRejected(ErrorCode.ISSUER_UNAVAILABLE, issuer.token("alice"));
  }

  @Test
  void unknownKeyIdsNeitherFloodTheIssuerNorAffectValidTokens() {
    for (int i = 0; i < 6; i++) {
      assertVerifies(issuer.token("alice"));
      assertRejected(ErrorCode.INVALID_TOKEN, foreignToken());
    }
    assertEquals(2, issuer.jwksFetches());
  }

  @Test
  void anUnknownKeyIdIsInvalidDuringAnOutageToo() {
    assertVerifies(issuer.token("alice"));
    issuer.pause(LocalIssuer.Outage.UNAVAILABLE);

    assertRejected(ErrorCode.INVALID_TOKEN, foreignToken());
    assertRejected(ErrorCode.INVALID_TOKEN, foreignToken());
    assertVerifies(issuer.token("alice"));
  }

  private String foreignToken() {
    return issuer.tokenBuilder("mallory").signedByForeignKey().mint();
  }

  private void assertVerifies(String token) {
    assertFalse(authenticator.authenticate("Bearer " + token).isAdmin());
  }

  private void assertRejected(ErrorCode reason, String token) {
    var e =
        assertThrows(ServiceException.class, () -> authenticator.authenticate("Bearer " + token));
    assertEquals(reason, e.code());
  }
}
