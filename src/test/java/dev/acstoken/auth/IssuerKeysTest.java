package dev.acstoken.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.devhost.LocalIssuer;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When the issuer is asked for its keys, and what holds while it does not answer. */
@Timeout(60)
class IssuerKeysTest {

  private static final Duration CACHED = Duration.ofMinutes(15);
  private static final Duration RATE_LIMIT = Duration.ofSeconds(30);

  private final LocalIssuer issuer = LocalIssuer.start();
  private Instant now = Instant.now();
  private final IssuerKeys keys =
      new IssuerKeys(issuer.issuer(), HttpClient.newHttpClient(), () -> now);
  private final Authenticator authenticator =
      new Authenticator(
          new AuthSettings(
              issuer.issuer(), issuer.audience(), "sub", Optional.empty(), "Identity.Admin"),
          keys);

  @AfterEach
  void close() {
    issuer.close();
  }

  @Test
  void asksTheIssuerOnceForManyTokens() {
    assertVerifies(issuer.token("alice"));
    assertVerifies(issuer.token("bob"));

    assertEquals(1, issuer.discoveryFetches());
    assertEquals(1, issuer.jwksFetches());
  }

  @Test
  void asksNobodyBeforeTheFirstToken() {
    assertEquals(0, issuer.discoveryFetches());
  }

  @Test
  void knowsANewKeyAtOnce() {
    assertVerifies(issuer.token("alice"));
    issuer.rotateKey();

    assertVerifies(issuer.token("alice"));
  }

  @Test
  void forgetsAKeyThatTheIssuerTookBack() {
    String old = issuer.token("alice");
    assertVerifies(old);
    issuer.rotateKey();
    issuer.dropOldKeys();
    assertVerifies(issuer.token("alice"));

    assertRefused(ErrorCode.INVALID_TOKEN, old);
  }

  @Test
  void refreshesInTheBackgroundBeforeTheKeysAreTooOld() throws InterruptedException {
    assertVerifies(issuer.token("alice"));
    now = now.plus(Duration.ofMinutes(6));
    assertVerifies(issuer.token("alice"));

    while (issuer.jwksFetches() < 2) {
      Thread.sleep(5);
    }
  }

  @Test
  void verifiesNothingWhileAnIssuerThatNeverAnsweredIsDown() {
    issuer.pause(LocalIssuer.Outage.UNAVAILABLE);

    assertFalse(authenticator.isReady());
    assertRefused(ErrorCode.ISSUER_UNAVAILABLE, issuer.token("alice"));
  }

  @Test
  void asksOnceForATokenThatCannotBeVerifiedNow() {
    issuer.pause(LocalIssuer.Outage.UNAVAILABLE);
    assertRefused(ErrorCode.ISSUER_UNAVAILABLE, issuer.token("alice"));

    assertEquals(1, issuer.discoveryFetches());
  }

  @Test
  void recoversWhenTheIssuerComesUp() {
    issuer.pause(LocalIssuer.Outage.UNAVAILABLE);
    assertRefused(ErrorCode.ISSUER_UNAVAILABLE, issuer.token("alice"));
    issuer.resume();

    assertVerifies(issuer.token("alice"));
    assertTrue(authenticator.isReady());
  }

  @Test
  void asksAnIssuerThatIsDownAtALimitedRate() {
    issuer.pause(LocalIssuer.Outage.UNAVAILABLE);
    IntStream.range(0, 6)
        .forEach(i -> assertRefused(ErrorCode.ISSUER_UNAVAILABLE, issuer.token("alice")));
    assertEquals(2, issuer.discoveryFetches());

    issuer.resume();
    now = now.plus(RATE_LIMIT);
    assertVerifies(issuer.token("alice"));
  }

  @Test
  void verifiesWithKnownKeysWhileTheIssuerIsSilent() {
    assertVerifies(issuer.token("alice"));
    issuer.pause(LocalIssuer.Outage.SILENT);

    assertVerifies(issuer.token("alice"));
    assertTrue(authenticator.isReady());
  }

  @Test
  void keepsKeysBeyondTheirAgeWhileTheIssuerIsDown() {
    assertVerifies(issuer.token("alice"));
    issuer.pause(LocalIssuer.Outage.UNAVAILABLE);
    for (int i = 0; i < 10; i++) {
      now = now.plus(CACHED).plusSeconds(1);
      assertVerifies(issuer.token("alice"));
    }
  }

  @Test
  void doesNotTrustKeysForeverWithoutTheIssuer() {
    assertVerifies(issuer.token("alice"));
    issuer.pause(LocalIssuer.Outage.UNAVAILABLE);
    now = now.plus(Duration.ofHours(5));

    assertRefused(ErrorCode.ISSUER_UNAVAILABLE, issuer.token("alice"));
  }

  @Test
  void madeUpKeyIdsNeitherFloodTheIssuerNorDisturbOthers() {
    for (int i = 0; i < 6; i++) {
      assertVerifies(issuer.token("alice"));
      assertRefused(ErrorCode.INVALID_TOKEN, foreign());
    }
    assertEquals(2, issuer.jwksFetches());
  }

  @Test
  void aMadeUpKeyIdIsInvalidDuringAnOutageToo() {
    assertVerifies(issuer.token("alice"));
    issuer.pause(LocalIssuer.Outage.UNAVAILABLE);

    assertRefused(ErrorCode.INVALID_TOKEN, foreign());
    assertRefused(ErrorCode.INVALID_TOKEN, foreign());
    assertVerifies(issuer.token("alice"));
  }

  private String foreign() {
    return issuer.tokenBuilder("mallory").signedByForeignKey().mint();
  }

  private void assertVerifies(String token) {
    assertFalse(authenticator.authenticate("Bearer " + token).isAdmin());
  }

  private void assertRefused(ErrorCode reason, String token) {
    var e =
        assertThrows(ServiceException.class, () -> authenticator.authenticate("Bearer " + token));
    assertEquals(reason, e.code());
  }
}
