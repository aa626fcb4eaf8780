package dev.acstoken.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.util.Base64URL;
import dev.acstoken.auth.keys.IssuerKeys;
import dev.acstoken.auth.keys.KeyLocation;
import dev.acstoken.devhost.LocalIssuer;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Verifies that a flood of tokens with unknown key ids affects neither the issuer nor valid
 * callers.
 */
@Timeout(60)
class UnknownKeysTest {

  private static final int FLOOD = 10_000;
  private static final int ATTACKERS = 4;
  private static final int VALID_CALLERS = 4;
  private static final int CALLS_PER_CALLER = 250;
  private static final Duration RATE_LIMIT = Duration.ofSeconds(30);

  private final LocalIssuer issuer = LocalIssuer.start();
  private volatile Instant now = Instant.now();
  private final TestAuthenticator authenticator =
      TestAuthenticator.with(
          new IssuerKeys(
              KeyLocation.discovered(issuer.issuer().toString()),
              HttpClient.newHttpClient(),
              () -> now),
          issuer.issuer(),
          issuer.audience());

  @AfterEach
  void close() {
    issuer.close();
  }

  @Test
  void aFloodCausesAtMostTwoFetches() throws Exception {
    String valid = issuer.token("alice");

    flood(valid, FLOOD);

    System.out.printf(
        "%d tokens with unknown keys, %d valid ones: %d fetches, all valid ones accepted.%n",
        FLOOD, VALID_CALLERS * CALLS_PER_CALLER, issuer.jwksFetches());
    assertTrue(issuer.jwksFetches() <= 2);
    assertTrue(issuer.discoveryFetches() <= 2);
  }

  @Test
  void aFloodCausesAtMostTwoFetchesDuringAnOutage() throws Exception {
    String valid = issuer.token("alice");
    assertAccepted(valid);
    issuer.pause(LocalIssuer.Outage.UNAVAILABLE);

    flood(valid, FLOOD / 10);

    assertTrue(issuer.discoveryFetches() <= 2);
  }

  // The flood uses up the permitted fetches, so a new key is found only when the next fetch is
  // permitted.
  @Test
  void aFloodDelaysANewKeyByAtMostTheRateLimit() throws Exception {
    flood(issuer.token("alice"), FLOOD / 10);
    issuer.rotateKey();
    now = now.plus(RATE_LIMIT);

    flood(issuer.token("alice"), FLOOD / 10);
  }

  private void flood(String valid, int tokens) throws Exception {
    List<Callable<Void>> all = new ArrayList<>();
    for (int i = 0; i < ATTACKERS; i++) {
      int attacker = i;
      all.add(() -> attack(valid, attacker, tokens / ATTACKERS));
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

  private Void attack(String valid, int attacker, int tokens) {
    String rest = valid.substring(valid.indexOf('.'));
    for (int i = 0; i < tokens; i++) {
      var header = "{\"alg\":\"RS256\",\"kid\":\"%d-%d\"}".formatted(attacker, i);
      assertRejected(Base64URL.encode(header) + rest);
    }
    return null;
  }

  private Void call(String valid) {
    for (int i = 0; i < CALLS_PER_CALLER; i++) {
      assertAccepted(valid);
    }
    return null;
  }

  private void assertAccepted(String token) {
    assertEquals("alice", authenticate(token).user().id());
  }

  private void assertRejected(String token) {
    var e = assertThrows(ServiceException.class, () -> authenticate(token));
    assertEquals(ErrorCode.INVALID_TOKEN, e.code());
  }

  private Caller authenticate(String token) {
    return authenticator.authenticate("Bearer " + token);
  }
}
