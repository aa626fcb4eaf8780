package dev.acstoken.ratelimit;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import io.github.bucket4j.TimeMeter;
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
  private final GuestLimiter guests;

  public RateLimiter(RateLimits limits) {
    this(limits, TimeMeter.SYSTEM_MILLISECONDS);
  }

  RateLimiter(RateLimits limits, TimeMeter clock) {
    var tokens = new KeyedBuckets<User>(limits.tokenRequests(), clock);
    var newTokensOfAll = limits.issueRequests().newBucket(clock);
    var newTokens = new Buckets(tokens, Optional.of(newTokensOfAll));
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
                new KeyedBuckets<>(limits.removalsOfUser(), clock),
                Optional.of(limits.revocationsOfAllUsers().newBucket(clock))),
            Cost.DELETION,
            forEachCaller(limits.removalsOfUser(), clock),
            Cost.INVITATION,
            forEachCaller(limits.readsOfUser(), clock),
            Cost.READ,
            forEachCaller(limits.readsOfUser(), clock));
    admins =
        Map.of(
            Cost.NEW_TOKEN, newTokens,
            Cost.RENEWED_TOKEN, renewedTokens,
            Cost.CREATION, forEachCaller(limits.creationsOfAdmin(), clock),
            Cost.REVOCATION, forEachCaller(limits.removalsOfAdmin(), clock),
            Cost.DELETION, forEachCaller(limits.removalsOfAdmin(), clock),
            Cost.INVITATION, forEachCaller(limits.removalsOfAdmin(), clock),
            Cost.READ, forEachCaller(limits.readsOfAdmin(), clock));
    guests = new GuestLimiter(limits, newTokensOfAll, clock);
  }

  private static Buckets forEachCaller(RateLimit limit, TimeMeter clock) {
    return new Buckets(new KeyedBuckets<>(limit, clock), Optional.empty());
  }

  /**
   * Takes one request from the caller's bucket, and from the shared bucket if the cost has one. A
   * refused request takes nothing.
   *
   * @param isBackEnd whether the caller is an admin or an application, to which the limits of
   *     admins apply
   * @throws ServiceException with {@link ErrorCode#RATE_LIMITED} if a bucket is empty
   */
  public void acquire(Cost cost, User caller, boolean isBackEnd) {
    Buckets buckets = Objects.requireNonNull((isBackEnd ? admins : users).get(cost));
    RequestBucket own = buckets.callers().of(caller);
    own.take("You have sent too many " + cost.requests() + ".");
    buckets
        .shared()
        .ifPresent(
            bucket ->
                bucket.takeOrGiveBack(
                    own, "All callers together have sent too many " + cost.requests() + "."));
  }

  /** Returns the limits for guests, whose tokens come from the same quota. */
  public GuestLimiter guests() {
    return guests;
  }

  /**
   * The buckets for a cost.
   *
   * @param callers the bucket of each caller
   * @param shared the bucket that all callers share; empty if they share none
   */
  private record Buckets(KeyedBuckets<User> callers, Optional<RequestBucket> shared) {}
}
