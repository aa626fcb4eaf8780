package dev.acstoken.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Verifies issue, revoke and delete at the same instant. The clock of this test does not advance.
 */
@Timeout(10)
class ConcurrencyTest {

  private final Clock clock = Clock.fixed(Instant.parse("2026-11-20T10:00:00Z"), ZoneOffset.UTC);
  private final EmulatorState state = EmulatorState.inMemory(UUID.randomUUID(), clock);
  private final IdentityStore identities = state.identities();
  private final AccessTokens tokens = new AccessTokens(state, clock);

  @Test
  void aRevocationRevokesEarlierTokensAndNoLaterOne() {
    Identity identity = identities.create();
    String earlier = issue(identity);
    identity.revoke();
    String later = issue(identity);

    assertEquals(new TokenStatus.Inactive(TokenStatus.Reason.REVOKED), tokens.inspect(earlier));
    assertEquals(TokenStatus.Active.class, tokens.inspect(later).getClass());
  }

  @Test
  void noTokenSurvivesAConcurrentDeletion() throws Exception {
    Identity identity = identities.create();
    ConcurrentLinkedQueue<String> issued = new ConcurrentLinkedQueue<>();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int i = 0; i < 40; i++) {
      threads.execute(() -> issueUnlessDeleted(identity, issued));
    }
    identity.delete();
    threads.shutdown();
    threads.awaitTermination(5, TimeUnit.SECONDS);

    for (String token : issued) {
      assertFalse(tokens.inspect(token) instanceof TokenStatus.Active);
    }
    assertThrows(AcsErrorException.class, () -> issue(identity));
    assertEquals(List.of(), identities.live());
  }

  private void issueUnlessDeleted(Identity identity, Queue<String> issued) {
    try {
      issued.add(issue(identity));
    } catch (AcsErrorException e) {
      // The identity has already been deleted.
    }
  }

  private String issue(Identity identity) {
    return tokens.issue(identity, List.of("chat"), clock.instant().plusSeconds(3600)).token();
  }
}
