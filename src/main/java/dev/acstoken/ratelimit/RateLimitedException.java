package dev.acstoken.ratelimit;

import java.time.Duration;

/** The caller has used up its requests. */
public final class RateLimitedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  RateLimitedException(Duration retryAfter) {
    super("A caller has used up its requests.");
    this.retryAfter = retryAfter;
  }

  /** When the caller has a request again. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
