package dev.acstoken.ratelimit;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Limits requests by what they cost, with token buckets. Each caller has a bucket for each cost.
 * Some costs also have a bucket that callers share, which leaves a part of the ACS resource's quota
 * to other requests. The buckets are in the memory of this process, so each instance of the app
 * allows the full rates.
 */
public final class RateLimiter {

  private final Map<Cost, Buckets> users;
  private final Map<Cost, Buckets> admins;

  public RateLimiter(RateLimits limits) {
    this(limits, TimeMeter.SYSTEM_MILLISECONDS);
  }

  RateLimiter(RateLimits limits, TimeMeter clock) {
    var tokens = new CallerBuckets(limits.tokenRequests(), clock);
    var newTokens = new Buckets(tokens, Optional.of(limits.issueRequests().newBucket(clock)));
    var renewedTokens = new Buckets(tokens, Optional.empty());
    users =
        Map.of(
            Cost.NEW_TOKEN,
            newTokens,
            Cost.RENEWED_TOKEN,
            renewedTokens,
            Cost.CREATION,
            forEachCaller(limits.creationsOfUser(), clock),
            Cost.REVOCATION,
            new Buckets(
                new CallerBuckets(limits.removalsOfUser(), clock),
                Optional.of(limits.revocationsOfAllUsers().newBucket(clock))),
            Cost.DELETION,
            forEachCaller(limits.removalsOfUser(), clock),
            Cost.READ,
            forEachCaller(limits.readsOfUser(), clock));
    admins =
        Map.of(
            Cost.NEW_TOKEN, newTokens,
            Cost.RENEWED_TOKEN, renewedTokens,
            Cost.CREATION, forEachCaller(limits.creationsOfAdmin(), clock),
            Cost.REVOCATION, forEachCaller(limits.removalsOfAdmin(), clock),
            Cost.DELETION, forEachCaller(limits.removalsOfAdmin(), clock),
            Cost.READ, forEachCaller(limits.readsOfAdmin(), clock));
  }

  private static Buckets forEachCaller(RateLimit limit, TimeMeter clock) {
    return new Buckets(new CallerBuckets(limit, clock), Optional.empty());
  }

  /**
   * Takes one request from the caller's bucket, and from the shared bucket if the cost has one. A
   * refused request takes nothing.
   *
   * @param isAdmin whether the caller has the admin role, for which other limits apply
   * @throws ServiceException with {@link ErrorCode#RATE_LIMITED} if a bucket is empty
   */
  public void acquire(Cost cost, User caller, boolean isAdmin) {
    Buckets buckets = Objects.requireNonNull((isAdmin ? admins : users).get(cost));
    Bucket own = buckets.callers().of(caller);
    takeFrom(own, "You have sent too many " + cost.requests() + ".");
    try {
      buckets
          .shared()
          .ifPresent(
              bucket ->
                  takeFrom(
                      bucket, "All callers together have sent too many " + cost.requests() + "."));
    } catch (ServiceException e) {
      own.addTokens(1);
      throw e;
    }
  }

  /**
   * Takes one request from the bucket.
   *
   * @param refusal a sentence for the caller
   * @throws ServiceException with {@link ErrorCode#RATE_LIMITED} if the bucket is empty
   */
  static void takeFrom(Bucket bucket, String refusal) {
    var probe = bucket.tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throw new ServiceException(
          ErrorCode.RATE_LIMITED,
          refusal + " Wait as long as Retry-After says.",
          Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
  }

  /**
   * The buckets for a cost.
   *
   * @param callers the bucket of each caller
   * @param shared the bucket that all callers share; empty if they share none
   */
  private record Buckets(CallerBuckets callers, Optional<Bucket> shared) {}
}
