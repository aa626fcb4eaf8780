package dev.acstoken.auth.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import dev.acstoken.auth.keys.KeyServer.Page;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Verifies when an issuer's keys are fetched, who waits for them, and how long they are used while
 * the issuer is unavailable. A server on hold shows that nobody waits for it.
 */
@Timeout(60)
class IssuerKeysTest {

  private static final Duration REFRESH_AHEAD = Duration.ofMinutes(5);
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(15);
  private static final Duration OUTAGE = Duration.ofHours(4);
  private static final Duration BACK_OFF = Duration.ofSeconds(2);
  private static final Page DOWN = Page.status(503);

  private final KeyServer server = KeyServer.http();
  private final MovableClock clock = new MovableClock();
  private final IssuerKeys keys = new IssuerKeys(server.location(), KeyServer.client(), clock);
  private final SignatureChecks checks = new SignatureChecks(keys, server.uri().toString());

  private final SigningKey first = SigningKey.create();
  private final SigningKey second = SigningKey.create();

  @BeforeEach
  void publish() {
    server.keys(first.published("first"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void fetchesTheKeysOnceForManyTokens() {
    assertTrue(checks.isSigned(first.token("first")));
    assertTrue(checks.isSigned(first.token("first")));

    assertEquals(1, server.requests(KeyServer.METADATA));
    assertEquals(1, server.requests(KeyServer.KEYS));
    assertEquals(new KeyFetchCounts(1, 0), keys.drainFetchCounts());
    assertEquals(new KeyFetchCounts(0, 0), keys.drainFetchCounts());
  }

  @Test
  void decodesAKeyOnceForManyTokens() {
    assertSame(selectFirst(), selectFirst());
  }

  private PublicKey selectFirst() {
    var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("first").build();
    var request = new KeyRequest(server.uri().toString(), Deadline.in(Duration.ofSeconds(10)));
    return keys.selectJWSKeys(header, request).get(0);
  }

  @Test
  void fetchesNothingBeforeTheFirstToken() {
    assertEquals(0, server.requests(KeyServer.METADATA));
  }

  @Test
  void needsNoMetadataIfTheKeySetIsConfigured() {
    var location = new KeyLocation.KeySet(server.uri().resolve(KeyServer.KEYS));
    var direct = new IssuerKeys(location, KeyServer.client(), clock);

    assertTrue(new SignatureChecks(direct, "any").isSigned(first.token("first")));
    assertEquals(0, server.requests(KeyServer.METADATA));
  }

  @Test
  void callersWithoutKeysShareOneFetch() throws Exception {
    server.hold();
    var threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Boolean>> callers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        callers.add(threads.submit(() -> checks.isSigned(first.token("first"))));
      }
      eventually(() -> server.requests(KeyServer.METADATA) == 1);
      server.release();
      for (Future<Boolean> caller : callers) {
        assertTrue(caller.get());
      }
    } finally {
      threads.shutdownNow();
    }

    assertEquals(1, server.requests(KeyServer.METADATA));
  }

  @Test
  void aCallerWithoutKeysWaitsOnlyUntilItsDeadline() throws Exception {
    server.hold();
    var request = new KeyRequest("", Deadline.in(Duration.ofMillis(50)));
    var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("first").build();

    var refusal = assertThrows(ServiceException.class, () -> keys.selectJWSKeys(header, request));

    assertEquals(ErrorCode.ISSUER_UNAVAILABLE, refusal.code());
    assertEquals(Optional.of(Duration.ofSeconds(1)), refusal.retryAfter());
    assertTrue(refusal.logMessage().orElse("").contains("still being fetched"));
    server.release();
    assertTrue(checks.isSigned(first.token("first")), "the same fetch goes on");
    assertEquals(1, server.requests(KeyServer.METADATA));
  }

  @Test
  void refreshesKeysInTheBackgroundBeforeTheyAreOld() throws Exception {
    assertTrue(checks.isSigned(first.token("first")));
    server.hold();
    clock.advance(REFRESH_AHEAD);

    assertTrue(checks.isSigned(first.token("first")));
    eventually(() -> server.requests(KeyServer.METADATA) == 2);
  }

  @Test
  void doesNotRefreshYoungKeys() {
    assertTrue(checks.isSigned(first.token("first")));
    clock.advance(REFRESH_AHEAD.minusSeconds(1));

    assertTrue(checks.isSigned(first.token("first")));
    assertEquals(new KeyFetchCounts(1, 0), keys.drainFetchCounts());
  }

  @Test
  void aWithdrawnKeyIsAcceptedForAtMostFifteenMinutes() throws Exception {
    assertTrue(checks.isSigned(first.token("first")));
    server.keys(second.published("second"));
    clock.advance(TIME_TO_LIVE);

    assertRefused(ErrorCode.KEY_NOT_FETCHED, first.token("first"));
    assertFalse(isSignedAfterAll(first.token("first")));
  }

  @Test
  void aWithdrawnKeyIsNotAcceptedForLongerAfterAnEarlierFailure() {
    assertTrue(checks.isSigned(first.token("first")));
    server.page(KeyServer.KEYS, DOWN);
    clock.advance(TIME_TO_LIVE);
    assertTrue(checks.isSigned(first.token("first")));
    server.keys(second.published("second"));
    clock.advance(Duration.ofHours(1));

    assertRefused(ErrorCode.KEY_NOT_FETCHED, first.token("first"));
  }

  @Test
  void noKeyIsAcceptedAfterAFetchThatShowsThatAllAreWithdrawn() {
    assertTrue(checks.isSigned(first.token("first")));
    server.keys();
    clock.advance(TIME_TO_LIVE);

    var refusal = assertRefused(ErrorCode.ISSUER_UNAVAILABLE, first.token("first"));

    assertTrue(refusal.logMessage().orElse("").contains("has no usable key"));
    server.keys(first.published("first"));
    clock.advance(BACK_OFF);
    assertTrue(checks.isSigned(first.token("first")));
  }

  @Test
  void duringAnOutageOnlyTheFirstCallerWaits() throws Exception {
    assertTrue(checks.isSigned(first.token("first")));
    server.page(KeyServer.METADATA, DOWN);
    clock.advance(TIME_TO_LIVE);
    assertTrue(checks.isSigned(first.token("first")));
    server.hold();
    clock.advance(BACK_OFF);

    assertTrue(checks.isSigned(first.token("first")));
    eventually(() -> server.requests(KeyServer.METADATA) == 3);
    assertTrue(keys.note().endsWith("responded with status 503."), "the fetch is still running");
  }

  @Test
  void keepsKeysThroughAnOutageOfHours() {
    assertTrue(checks.isSigned(first.token("first")));
    server.page(KeyServer.METADATA, DOWN);
    for (int i = 0; i < 15; i++) {
      clock.advance(TIME_TO_LIVE);
      assertTrue(checks.isSigned(first.token("first")));
    }
    clock.advance(OUTAGE);

    assertRefused(ErrorCode.ISSUER_UNAVAILABLE, first.token("first"));
  }

  @Test
  void aColdStartEndsWithTheOutage() {
    server.page(KeyServer.METADATA, DOWN);
    for (int i = 0; i < 5; i++) {
      var refusal = assertRefused(ErrorCode.ISSUER_UNAVAILABLE, first.token("first"));
      assertEquals(Optional.of(BACK_OFF), refusal.retryAfter());
      clock.advance(BACK_OFF);
    }
    server.metadata(
        "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}"
            .formatted(server.uri(), server.uri() + KeyServer.KEYS));

    assertTrue(checks.isSigned(first.token("first")));
    assertEquals(new KeyFetchCounts(6, 5), keys.drainFetchCounts());
  }

  @Test
  void fetchesNothingDuringTheBackOff() {
    server.page(KeyServer.METADATA, DOWN);
    assertRefused(ErrorCode.ISSUER_UNAVAILABLE, first.token("first"));
    clock.advance(Duration.ofSeconds(1));

    var refusal = assertRefused(ErrorCode.ISSUER_UNAVAILABLE, first.token("first"));

    assertEquals(Optional.of(Duration.ofSeconds(1)), refusal.retryAfter());
    assertEquals(1, server.requests(KeyServer.METADATA));
  }

  @Test
  void aNewKeyIsFoundWhenTheOutageEnds() throws Exception {
    assertTrue(checks.isSigned(first.token("first")));
    server.page(KeyServer.KEYS, DOWN);
    for (int i = 0; i < 5; i++) {
      assertFalse(isKnown(second.token("second")));
      eventually(() -> isUnavailable(second.token("second")));
      clock.advance(BACK_OFF);
    }
    server.keys(first.published("first"), second.published("second"));

    assertTrue(isSignedAfterAll(second.token("second")));
  }

  @Test
  void anUnknownKeyDuringAnOutageIsAFaultOfTheService() throws Exception {
    assertTrue(checks.isSigned(first.token("first")));
    server.page(KeyServer.KEYS, DOWN);
    assertRefused(ErrorCode.KEY_NOT_FETCHED, second.token("second"));
    eventually(() -> isUnavailable(second.token("second")));

    var refusal = assertRefused(ErrorCode.KEY_UNAVAILABLE, second.token("second"));

    assertEquals(Optional.of(BACK_OFF), refusal.retryAfter());
    assertTrue(refusal.logMessage().orElse("").contains("/jwks responded with status 503."));
  }

  @Test
  void anIssuerWithAnotherNameIsMisconfigured() {
    server.metadata("{\"issuer\":\"https://idp.example/\",\"jwks_uri\":\"https://idp.example/k\"}");

    var refusal = assertRefused(ErrorCode.MISCONFIGURED, first.token("first"));

    String message = refusal.logMessage().orElse("");
    assertTrue(message.contains("configured as " + server.uri() + ","), message);
    assertTrue(message.contains(server.uri() + KeyServer.METADATA), message);
    assertTrue(message.contains("names the issuer https://idp.example/."), message);
    var unavailable = assertThrows(ServiceException.class, this::requireAvailable);
    assertEquals(ErrorCode.MISCONFIGURED, unavailable.code());
    assertEquals(Optional.of(message), unavailable.logMessage());
  }

  @Test
  void keysAreUnavailableDuringAnOutageWithTheReason() {
    server.page(KeyServer.METADATA, Page.status(404));

    var unavailable = assertThrows(ServiceException.class, this::requireAvailable);

    assertEquals(ErrorCode.ISSUER_UNAVAILABLE, unavailable.code());
    assertEquals(
        Optional.of(server.uri() + KeyServer.METADATA + " responded with status 404."),
        unavailable.logMessage());
  }

  @Test
  void cachedKeysAreAvailableWhileTheyAreRefreshed() {
    requireAvailable();
    assertEquals(1, server.requests(KeyServer.KEYS), "the keys are fetched");

    server.hold();
    clock.advance(REFRESH_AHEAD);
    requireAvailable();
  }

  @Test
  void theNoteCountsSkippedKeysAndTellsTheLastFailure() throws Exception {
    assertEquals("no keys", keys.note());
    server.keySet("{\"keys\":[%s,7]}".formatted(first.published("first")));
    assertTrue(checks.isSigned(first.token("first")));
    clock.advance(REFRESH_AHEAD);
    server.page(KeyServer.METADATA, DOWN);

    assertTrue(keys.note().equals("1 keys, 1 skipped, fetched 300 s ago"), keys.note());
    assertTrue(checks.isSigned(first.token("first")));
    eventually(() -> keys.note().contains("the last fetch failed: http://localhost"));
  }

  @Test
  void aNewKeyIsNeverInvalid() throws Exception {
    assertTrue(checks.isSigned(first.token("first")));
    server.keys(first.published("first"), second.published("second"));

    assertRefused(ErrorCode.KEY_NOT_FETCHED, second.token("second"));
    assertTrue(isSignedAfterAll(second.token("second")));
  }

  @Test
  void aNewKeyWithoutAnIdIsFoundForATokenWithOne() throws Exception {
    server.keys(first.published(null));
    assertTrue(checks.isSigned(first.token("first")));
    server.keys(second.published(null));

    assertRefused(ErrorCode.KEY_NOT_FETCHED, second.token("second"));
    assertTrue(isSignedAfterAll(second.token("second")));
    assertRefused(ErrorCode.KEY_NOT_FETCHED, first.token("third"));
    assertFalse(isSignedAfterAll(first.token("third")));
  }

  // The newest keys may have verified the token, which was tried with the former ones.
  @Test
  void aTokenThatWasTriedWithFormerKeysIsNotInvalid() throws Exception {
    server.keys(first.published(null));
    var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("second").build();
    var request = new KeyRequest("", Deadline.in(Duration.ofSeconds(8)));
    List<PublicKey> former = keys.selectJWSKeys(header, request);
    server.keys(second.published(null));

    assertUnknown(header, request);
    eventually(
        () ->
            !keys.selectJWSKeys(header, new KeyRequest("", Deadline.in(BACK_OFF))).equals(former));
    assertUnknown(header, request);
    assertEquals(new KeyFetchCounts(2, 0), keys.drainFetchCounts());
  }

  @Test
  void aNewKeyIsFoundForATokenWithoutAKeyId() throws Exception {
    assertTrue(checks.isSigned(first.token(null)));
    server.keys(second.published("second"));

    assertFalse(checks.isSigned(second.token(null)));
    eventually(() -> checks.isSigned(second.token(null)));
  }

  @Test
  void aNewKeyUnderAnOldIdIsFound() throws Exception {
    assertTrue(checks.isSigned(first.token("first")));
    server.keys(second.published("first"));

    assertFalse(checks.isSigned(second.token("first")));
    eventually(() -> checks.isSigned(second.token("first")));
  }

  private void requireAvailable() {
    keys.requireAvailable(Deadline.in(Duration.ofSeconds(8)));
  }

  private ServiceException assertRefused(ErrorCode code, String token) {
    var refusal = assertThrows(ServiceException.class, () -> checks.isSigned(token));
    assertEquals(code, refusal.code());
    return refusal;
  }

  private void assertUnknown(JWSHeader header, KeyRequest request) {
    var refusal = assertThrows(ServiceException.class, () -> keys.signatureFailed(header, request));
    assertEquals(ErrorCode.KEY_NOT_FETCHED, refusal.code());
    assertEquals(Optional.of(Duration.ofSeconds(1)), refusal.retryAfter());
  }

  private boolean isKnown(String token) {
    try {
      checks.isSigned(token);
      return true;
    } catch (ServiceException e) {
      return false;
    }
  }

  private boolean isUnavailable(String token) {
    var refusal = assertThrows(ServiceException.class, () -> checks.isSigned(token));
    boolean isFetching = refusal.retryAfter().equals(Optional.of(Duration.ofSeconds(1)));
    return refusal.code() == ErrorCode.KEY_UNAVAILABLE && !isFetching;
  }

  /** Returns whether the token is signed, when its key has been fetched. */
  private boolean isSignedAfterAll(String token) throws InterruptedException {
    return Eventually.decided(() -> checks.isSigned(token));
  }

  private static void eventually(Callable<Boolean> condition) throws Exception {
    Eventually.holds(condition);
  }
}
