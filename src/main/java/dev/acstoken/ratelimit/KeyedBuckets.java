package dev.acstoken.ratelimit;

import dev.acstoken.concurrent.LruCache;
import io.github.bucket4j.TimeMeter;

/**
 * A token bucket for each key, such as a caller. The least recently seen keys are evicted, and
 * start with a full bucket again. With the default limits an idle bucket is full after a minute at
 * the latest, so an eviction helps a caller only if {@link #MAX_KEYS} others send requests to this
 * instance within that minute.
 */
final class KeyedBuckets<K> {

  // About 10 MB when full.
  static final int MAX_KEYS = 20_000;

  private final RateLimit limit;
  private final TimeMeter clock;
  private final LruCache<K, RequestBucket> buckets = new LruCache<>(MAX_KEYS);

  KeyedBuckets(RateLimit limit, TimeMeter clock) {
    this.limit = limit;
    this.clock = clock;
  }

  RequestBucket of(K key) {
    return buckets.computeIfAbsent(key, unseen -> limit.newBucket(clock));
  }
}
