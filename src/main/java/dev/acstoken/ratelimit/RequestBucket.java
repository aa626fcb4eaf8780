package dev.acstoken.ratelimit;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import io.github.bucket4j.Bucket;
import java.time.Duration;

/** A token bucket from which requests are taken. */
record RequestBucket(Bucket bucket) {

  /**
   * Takes one request.
   *
   * @param refusal a sentence for the caller
   * @throws ServiceException with {@link ErrorCode#RATE_LIMITED} if the bucket is empty
   */
  void take(String refusal) {
    var probe = bucket.tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throw new ServiceException(
          ErrorCode.RATE_LIMITED,
          refusal + " Wait as long as Retry-After says.",
          Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
  }

  /** Takes one request, or gives back the one that was taken from the other bucket. */
  void takeOrGiveBack(RequestBucket other, String refusal) {
    try {
      take(refusal);
    } catch (ServiceException e) {
      other.bucket.addTokens(1);
      throw e;
    }
  }
}
