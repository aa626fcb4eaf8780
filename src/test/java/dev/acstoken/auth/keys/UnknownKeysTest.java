package dev.acstoken.auth.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.Base64URL;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Verifies that tokens with unknown key ids wait for nothing, cause few fetches, and do not affect
 * valid callers. A server on hold shows that nobody waits for it.
 */
@Timeout(60)
class UnknownKeysTest {

  private static final int FLOOD = 10_000;
  private static final int ATTACKERS = 4;
  private static final int VALID_CALLERS = 4;
  private static final int CALLS_PER_CALLER = 50;
  private static final Duration WHILE_FETCHING = Duration.ofSeconds(1);
  private static final Duration REFILL = Duration.ofSeconds(15);

  private final KeyServer server = KeyServer.http();
  private final MovableClock clock = new MovableClock();
  private final IssuerKeys keys = new IssuerKeys(server.location(), KeyServer.client(), clock);
  private final SignatureChecks checks = new SignatureChecks(keys, server.uri().toString());

  private final SigningKey alice = SigningKey.create();
  private final SigningKey stranger = SigningKey.create();

  @BeforeEach
  void fetchKeys() {
    server.keys(alice.published("alice"));
    assertTrue(checks.isSigned(alice.token("alice")));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void anUnknownKeyWaitsForNothing() {
    server.hold();

    assertEquals(WHILE_FETCHING, waitOf(stranger.token("a")));
    assertEquals(WHILE_FETCHING, waitOf(stranger.token("a")));
    assertTrue(checks.isSigned(alice.token("alice")));
  }

  @Test
  void aKeyIsUnknownForCertainAfterAFetch() throws Exception {
    assertEquals(WHILE_FETCHING, waitOf(stranger.token("a")));

    assertFalse(isSignedAfterAll(stranger.token("a")));
    assertEquals(2, server.requests(KeyServer.KEYS));
    assertFalse(checks.isSigned(stranger.token("a")));
    assertEquals(2, server.requests(KeyServer.KEYS), "nothing more is fetched for this key");
  }

  @Test
  void aFetchThatIsRunningDoesNotDecideAboutAKey() throws Exception {
    server.hold();
    assertEquals(WHILE_FETCHING, waitOf(stranger.token("a")));
    Eventually.holds(() -> server.requests(KeyServer.METADATA) == 2);
    assertEquals(WHILE_FETCHING, waitOf(stranger.token("b")));
    server.release();

    assertFalse(isSignedAfterAll(stranger.token("a")));
    assertEquals(WHILE_FETCHING, waitOf(stranger.token("b")), "the next fetch decides");
    assertFalse(isSignedAfterAll(stranger.token("b")));
    assertEquals(3, server.requests(KeyServer.KEYS));
  }

  @Test
  void aRefusalTellsWhenTheNextFetchIsPermitted() throws Exception {
    assertFalse(isSignedAfterAll(stranger.token("a")));
    assertFalse(isSignedAfterAll(stranger.token("b")));

    assertEquals(REFILL, waitOf(stranger.token("c")));
    clock.advance(Duration.ofSeconds(5));
    assertEquals(Duration.ofSeconds(10), waitOf(stranger.token("c")));
    clock.advance(Duration.ofSeconds(10));
    assertEquals(WHILE_FETCHING, waitOf(stranger.token("c")));
    assertFalse(isSignedAfterAll(stranger.token("c")));
  }

  @Test
  void anUnusableKeyOfTheIssuerIsInvalidAtOnce() {
    var weak = "{\"kty\":\"RSA\",\"kid\":\"weak\",\"n\":\"AQAB\",\"e\":\"AQAB\"}";
    server.keySet("{\"keys\":[%s,%s]}".formatted(alice.published("alice"), weak));
    clock.advance(Duration.ofMinutes(15));

    assertFalse(checks.isSigned(stranger.token("weak")));
  }

  @Test
  void aKeyThatIsPublishedLateIsFound() throws Exception {
    assertFalse(isSignedAfterAll(stranger.token("late")));
    server.keys(alice.published("alice"), stranger.published("late"));
    clock.advance(Duration.ofSeconds(30));

    Eventually.holds(() -> checks.isSigned(stranger.token("late")));
  }

  @Test
  void aFloodCausesFewFetches() throws Exception {
    flood(FLOOD);

    assertTrue(server.requests(KeyServer.KEYS) <= 3, "one for the first token, two for the flood");
    System.out.printf(
        "%d tokens with unknown keys, %d valid ones: %d fetches, all valid ones accepted.%n",
        FLOOD, VALID_CALLERS * CALLS_PER_CALLER, server.requests(KeyServer.KEYS));
  }

  @Test
  void aFloodParksNoThreadsWhileTheIssuerIsSilent() throws Exception {
    server.hold();

    flood(FLOOD);

    assertEquals(2, server.requests(KeyServer.METADATA));
  }

  @Test
  void aFloodDuringAnOutageCausesAFetchForEachBackOff() throws Exception {
    server.page(KeyServer.METADATA, KeyServer.Page.status(503));

    flood(FLOOD);
    assertEquals(2, server.requests(KeyServer.METADATA));
  }

  @Test
  void anImmediateRotationDuringAFloodSignsNobodyOut() throws Exception {
    flood(FLOOD / 10);
    var next = SigningKey.create();
    server.keys(alice.published("alice"), next.published("next"));

    Duration waited = Duration.ZERO;
    Optional<Duration> wait = waitFor(next.token("next"));
    while (wait.isPresent()) {
      flood(FLOOD / 100);
      clock.advance(wait.get());
      waited = waited.plus(wait.get());
      flood(FLOOD / 100);
      wait = waitFor(next.token("next"));
    }

    assertTrue(waited.compareTo(REFILL.plusSeconds(30)) <= 0, waited::toString);
    assertTrue(checks.isSigned(next.token("next")));
  }

  private void flood(int tokens) throws Exception {
    String valid = alice.token("alice");
    List<Callable<Void>> all = new ArrayList<>();
    for (int i = 0; i < ATTACKERS; i++) {
      all.add(() -> attack(tokens / ATTACKERS));
    }
    for (int i = 0; i < VALID_CALLERS; i++) {
      all.add(() -> call(valid));
    }
    var threads = Executors.newFixedThreadPool(all.size());
    try {
      for (Future<Void> done : threads.invokeAll(all)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Void attack(int tokens) {
    String rest = stranger.token("a").replaceFirst("[^.]*", "");
    for (int i = 0; i < tokens; i++) {
      String header = "{\"alg\":\"ES256\",\"kid\":\"%s\"}".formatted(UUID.randomUUID());
      var refusal =
          assertThrows(
              ServiceException.class, () -> checks.isSigned(Base64URL.encode(header) + rest));
      assertTrue(
          refusal.code() == ErrorCode.KEY_NOT_FETCHED
              || refusal.code() == ErrorCode.KEY_UNAVAILABLE);
    }
    return null;
  }

  private Void call(String valid) {
    for (int i = 0; i < CALLS_PER_CALLER; i++) {
      assertTrue(checks.isSigned(valid));
    }
    return null;
  }

  private Duration waitOf(String token) {
    return waitFor(token).orElseThrow();
  }

  /** Returns the time after which the token is to be tried again; empty if it is signed. */
  private Optional<Duration> waitFor(String token) {
    try {
      assertTrue(checks.isSigned(token), "signed out");
      return Optional.empty();
    } catch (ServiceException e) {
      assertEquals(ErrorCode.KEY_NOT_FETCHED, e.code());
      return e.retryAfter();
    }
  }

  private boolean isSignedAfterAll(String token) throws InterruptedException {
    return Eventually.decided(() -> checks.isSigned(token));
  }
}
