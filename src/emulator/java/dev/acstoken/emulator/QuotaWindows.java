package dev.acstoken.emulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts requests in fixed windows. A window begins with its first request, and rejected requests
 * count, too.
 */
final class QuotaWindows {

  private final Quotas quotas;
  private final Clock clock;
  private final Map<Operation, Window> windows = new EnumMap<>(Operation.class);

  QuotaWindows(Quotas quotas, Clock clock) {
    this.quotas = quotas;
    this.clock = clock;
  }

  /** Counts a request, and returns the time to wait if it exceeds the limit. */
  synchronized Optional<Duration> take(Operation operation) {
    Integer limit = quotas.limits().get(operation);
    if (limit == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Window window = windows.get(operation);
    if (window == null || !now.isBefore(window.end)) {
      window = new Window(now.plus(quotas.window()));
      windows.put(operation, window);
    }
    window.requests++;
    return window.requests > limit
        ? Optional.of(Duration.between(now, window.end))
        : Optional.empty();
  }

  private static final class Window {
    private final Instant end;
    private int requests;

    Window(Instant end) {
      this.end = end;
    }
  }
}
