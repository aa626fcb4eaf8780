package dev.acstoken.ratelimit;

import dev.acstoken.concurrent.LruCache;
import dev.acstoken.identity.User;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;

/**
 * A token bucket for each caller. The least recently seen callers are evicted, and start with a
 * full bucket again. With the default limits an idle bucket is full after a minute at the latest,
 * so an eviction helps a caller only if {@link #MAX_CALLERS} others send requests to this instance
 * within that minute.
 */
final class CallerBuckets {

  // About 10 MB when full.
  static final int MAX_CALLERS = 20_000;

  private final RateLimit limit;
  private final TimeMeter clock;
  private final LruCache<User, Bucket> buckets = new LruCache<>(MAX_CALLERS);

  CallerBuckets(RateLimit limit, TimeMeter clock) {
    this.limit = limit;
    this.clock = clock;
  }

  Bucket of(User caller) {
    return buckets.computeIfAbsent(caller, user -> limit.newBucket(clock));
  }
}
