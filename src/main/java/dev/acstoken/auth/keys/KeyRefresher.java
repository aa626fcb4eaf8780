package dev.acstoken.auth.keys;

import static dev.acstoken.auth.keys.LinkedAddress.show;

import dev.acstoken.concurrent.DaemonThreads;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.ServiceException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest keys of an issuer. One fetch runs at a time, on a thread of its own. Callers
 * wait for it only if there are no keys, or if the keys are old and fetches have not failed
 * recently.
 *
 * <p>The monitor of this object guards every field that changes, and the allowance of fetches. The
 * private methods that are not synchronized, except {@code run} and {@code await}, are called only
 * while it is held.
 */
final class KeyRefresher {

  private static final Duration REFRESH_AHEAD = Duration.ofMinutes(5);
  private static final Duration TIME_TO_LIVE = Duration.ofMinutes(15);
  private static final Duration OUTAGE = Duration.ofHours(4);

  private static final Duration BACK_OFF = Duration.ofSeconds(2);
  private static final Duration RECENTLY = Duration.ofMinutes(1);
  private static final Duration RETRY_SOON = Duration.ofSeconds(1);

  private final KeySource source;
  private final LongSupplier nanoTime;
  private final FetchAllowance unverifiedAllowance = new FetchAllowance();

  private @Nullable FetchedKeys newest;
  private @Nullable Failure lastFailure;
  private @Nullable CompletableFuture<Void> running;
  private long fetches;
  private int undrained;
  private int undrainedFailures;

  private record Failure(FetchException cause, Duration at) {}

  /**
   * Creates a refresher without keys. It fetches them when they are first needed.
   *
   * @param nanoTime a monotonic clock in nanoseconds
   */
  KeyRefresher(KeySource source, LongSupplier nanoTime) {
    this.source = source;
    this.nanoTime = nanoTime;
  }

  /**
   * Returns the newest keys. Refreshes them in the background if they are due.
   *
   * @param deadline the longest time to wait if there are no keys, or only old ones
   * @throws ServiceException if there are no keys
   */
  FetchedKeys keys(Deadline deadline) {
    fetchToAwait().ifPresent(fetch -> await(fetch, deadline));
    synchronized (this) {
      if (newest == null || isOlderThan(OUTAGE)) {
        throw unavailable();
      }
      return newest;
    }
  }

  /** Returns the number of fetches that have begun. */
  synchronized long fetches() {
    return fetches;
  }

  /**
   * Refreshes the keys in the background because of a token that could not be verified, if such a
   * fetch is permitted and the keys have at least this age.
   */
  synchronized void refreshForUnverifiedToken(Duration minAge) {
    if (isOlderThan(minAge)) {
      start(true);
    }
  }

  /**
   * Returns the refusal of a token whose key may be one that has not been fetched. Fetches the keys
   * in the background if that is permitted.
   *
   * @param tried the keys among which it is not
   */
  synchronized ServiceException notFetched(FetchedKeys tried) {
    boolean isOutdated = newest != null && newest.fetch() > tried.fetch();
    if (!isOutdated) {
      start(true);
    }
    Duration wait =
        isOutdated || running != null
            ? RETRY_SOON
            : longer(untilBackOffEnds(), unverifiedAllowance.untilNext(now()));
    return lastFailure != null && hasFailedRecently()
        ? KeyErrors.unknownKey(lastFailure.cause(), wait)
        : KeyErrors.notFetchedYet(wait);
  }

  /** Returns and resets the number of fetches. */
  synchronized KeyFetchCounts drainFetchCounts() {
    var counts = new KeyFetchCounts(undrained, undrainedFailures);
    undrained = 0;
    undrainedFailures = 0;
    return counts;
  }

  /** Returns what is known of the keys, for the operator. */
  synchronized String note() {
    String keys =
        newest == null
            ? "no keys"
            : "%d keys, %d skipped, fetched %d s ago"
                .formatted(
                    newest.keys().size(),
                    newest.keys().skipped(),
                    now().minus(newest.began()).toSeconds());
    return lastFailure == null
        ? keys
        : keys + "; the last fetch failed: " + lastFailure.cause().reason();
  }

  private synchronized Optional<CompletableFuture<Void>> fetchToAwait() {
    if (!isOlderThan(REFRESH_AHEAD)) {
      return Optional.empty();
    }
    start(false);
    boolean mustWait = isOlderThan(OUTAGE) || (isOlderThan(TIME_TO_LIVE) && !hasFailedRecently());
    return mustWait ? Optional.ofNullable(running) : Optional.empty();
  }

  /** Starts a fetch unless one is running or none is permitted now. */
  private synchronized void start(boolean forUnverifiedToken) {
    boolean isPermitted =
        untilBackOffEnds().isZero()
            && (!forUnverifiedToken || unverifiedAllowance.untilNext(now()).isZero());
    if (running == null && isPermitted) {
      var fetch = new CompletableFuture<Void>();
      long number = fetches + 1;
      var timeouts = isOlderThan(OUTAGE) ? FetchTimeouts.FIRST : FetchTimeouts.REFRESH;
      Duration began = now();
      DaemonThreads.start(
          "issuer-keys", () -> run(number, began, timeouts, forUnverifiedToken, fetch));
      fetches = number;
      undrained++;
      running = fetch;
    }
  }

  private void run(
      long number,
      Duration began,
      FetchTimeouts timeouts,
      boolean forUnverifiedToken,
      CompletableFuture<Void> fetch) {
    try {
      VerificationKeys keys = source.fetch(timeouts);
      succeeded(new FetchedKeys(keys, number, began), forUnverifiedToken);
    } catch (FetchException e) {
      failed(e);
    } catch (Throwable e) {
      // Callers must not wait forever, and a later fetch must be possible.
      failed(
          new FetchException(
              "The fetch from %s failed with %s."
                  .formatted(show(source.address()), e.getClass().getSimpleName())));
    } finally {
      fetch.complete(null);
    }
  }

  private synchronized void succeeded(FetchedKeys fetched, boolean forUnverifiedToken) {
    newest = fetched;
    lastFailure = null;
    running = null;
    if (forUnverifiedToken) {
      unverifiedAllowance.use(now());
    }
  }

  private synchronized void failed(FetchException cause) {
    if (cause.kind() == FetchException.Kind.NO_USABLE_KEY) {
      // The issuer has withdrawn its keys.
      newest = null;
    }
    lastFailure = new Failure(cause, now());
    running = null;
    undrainedFailures++;
  }

  private ServiceException unavailable() {
    Failure failure = lastFailure;
    return failure == null || running != null
        ? KeyErrors.fetching(source.address(), RETRY_SOON)
        : KeyErrors.noKeys(failure.cause(), untilBackOffEnds());
  }

  private boolean isOlderThan(Duration age) {
    return newest == null || now().minus(newest.began()).compareTo(age) >= 0;
  }

  private boolean hasFailedRecently() {
    return lastFailure != null && now().minus(lastFailure.at()).compareTo(RECENTLY) < 0;
  }

  private Duration untilBackOffEnds() {
    if (lastFailure == null) {
      return Duration.ZERO;
    }
    return longer(Duration.ZERO, lastFailure.at().plus(BACK_OFF).minus(now()));
  }

  private Duration now() {
    return Duration.ofNanos(nanoTime.getAsLong());
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private static void await(CompletableFuture<Void> fetch, Deadline deadline) {
    try {
      fetch.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // The caller uses the cached keys, if there are any.
    } catch (ExecutionException e) {
      throw new IllegalStateException("A fetch never fails for those who wait.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
