package dev.acstoken.auth.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.ServiceException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Verifies how long a fetch of an issuer's keys may take. */
@Timeout(60)
class KeyRefresherTest {

  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(15);
  private static final Duration OUTAGE = Duration.ofHours(4);
  private static final Duration TOTAL = Duration.ofMillis(7500);

  private final Source source = new Source();
  private final MovableClock clock = new MovableClock();
  private final KeyRefresher refresher = new KeyRefresher(source, clock);

  // A cold Ory Hydra needs four seconds for its first key set.
  @Test
  void aDocumentOfTheFirstFetchMayTakeAsLongAsTheWholeFetch() throws Exception {
    keys();

    assertEquals(new FetchTimeouts(TOTAL, TOTAL), source.received.take());
  }

  @Test
  void aDocumentOfALaterFetchMayTakeFourSeconds() throws Exception {
    keys();
    source.received.take();
    clock.advance(TIME_TO_LIVE);

    keys();

    assertEquals(new FetchTimeouts(TOTAL, Duration.ofSeconds(4)), source.received.take());
  }

  @Test
  void theFirstFetchAfterAnOutageMayTakeAsLongAsTheVeryFirst() throws Exception {
    keys();
    source.received.take();
    clock.advance(OUTAGE);

    keys();

    assertEquals(new FetchTimeouts(TOTAL, TOTAL), source.received.take());
  }

  @Test
  void aLaterFetchThatFailsLeavesTheKeys() {
    FetchedKeys first = keys();
    source.fails = true;
    clock.advance(TIME_TO_LIVE);

    assertSame(first, keys());
  }

  @Test
  void aFirstFetchThatFailsLeavesNoKeys() {
    source.fails = true;

    assertThrows(ServiceException.class, this::keys);
  }

  private FetchedKeys keys() {
    return refresher.keys(Deadline.in(Duration.ofSeconds(30)));
  }

  /** A source of keys that records how long each fetch may take. */
  private static final class Source implements KeySource {

    private final BlockingQueue<FetchTimeouts> received = new LinkedBlockingQueue<>();
    private volatile boolean fails;

    @Override
    public VerificationKeys fetch(FetchTimeouts timeouts) throws FetchException {
      received.add(timeouts);
      if (fails) {
        throw new FetchException("It does not respond.");
      }
      return VerificationKeys.parse(List.of(SigningKey.create().published("a").toJSONObject()));
    }

    @Override
    public URI address() {
      return URI.create("https://idp.example/jwks");
    }
  }
}
