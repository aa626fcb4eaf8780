package dev.acstoken.emulator;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A failure to inject into one request. It is immutable: the {@code with…} methods return changed
 * copies.
 */
public final class Fault {

  enum Kind {
    DELAYED,
    STALLED,
    STATUS,
    DROPPED,
    LOST_REPLY,
    MALFORMED_REPLY;

    String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Kind kind;
  private final int status;
  private final Optional<Duration> retryAfter;
  private final Duration delay;
  private final Runnable beforeEffect;
  private final Runnable beforeResponse;

  private Fault(
      Kind kind,
      int status,
      Optional<Duration> retryAfter,
      Duration delay,
      Runnable beforeEffect,
      Runnable beforeResponse) {
    this.kind = kind;
    this.status = status;
    this.retryAfter = retryAfter;
    this.delay = delay;
    this.beforeEffect = beforeEffect;
    this.beforeResponse = beforeResponse;
  }

  private static Fault of(Kind kind) {
    return new Fault(kind, 0, Optional.empty(), Duration.ZERO, Fault::nothing, Fault::nothing);
  }

  /** Returns a fault that delays the request and then serves it as usual. */
  public static Fault delayed(Duration delay) {
    return of(Kind.DELAYED).withDelay(delay);
  }

  /**
   * Returns a fault without effect and without a response: the connection stays open until the
   * emulator closes.
   */
  public static Fault stalled() {
    return of(Kind.STALLED);
  }

  /** Returns a fault that responds with 429, without effect. */
  public static Fault throttled(Duration retryAfter) {
    return status(429).withRetryAfter(retryAfter);
  }

  /** Returns a fault that responds with this status and its error body, without effect. */
  public static Fault status(int status) {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("Not an error status (400 to 599): " + status);
    }
    return new Fault(
        Kind.STATUS, status, Optional.empty(), Duration.ZERO, Fault::nothing, Fault::nothing);
  }

  /** Returns a fault that closes the connection before the request has an effect. */
  public static Fault dropped() {
    return of(Kind.DROPPED);
  }

  /**
   * Returns a fault that lets the request take effect, then closes the connection without a
   * response.
   */
  public static Fault lostReply() {
    return of(Kind.LOST_REPLY);
  }

  /**
   * Returns a fault that lets the request take effect, then sends only half of the response's JSON.
   */
  public static Fault malformedReply() {
    return of(Kind.MALFORMED_REPLY);
  }

  /**
   * Returns a fault that runs this action before the request takes effect, on the emulator's thread
   * for the request.
   */
  public static Fault beforeEffect(Runnable action) {
    return new Fault(Kind.DELAYED, 0, Optional.empty(), Duration.ZERO, action, Fault::nothing);
  }

  /**
   * Returns a fault that runs this action between the request's effect and its response, where
   * races happen.
   */
  public static Fault beforeResponse(Runnable action) {
    return new Fault(Kind.DELAYED, 0, Optional.empty(), Duration.ZERO, Fault::nothing, action);
  }

  /** Returns the same fault, preceded by a delay. */
  public Fault withDelay(Duration delay) {
    return new Fault(kind, status, retryAfter, delay, beforeEffect, beforeResponse);
  }

  /** Returns the same fault with a {@code Retry-After} header, in whole seconds, rounded up. */
  public Fault withRetryAfter(Duration retryAfter) {
    return new Fault(kind, status, Optional.of(retryAfter), delay, beforeEffect, beforeResponse);
  }

  Kind kind() {
    return kind;
  }

  int status() {
    return status;
  }

  Optional<Duration> retryAfter() {
    return retryAfter;
  }

  Duration delay() {
    return delay;
  }

  Runnable beforeEffect() {
    return beforeEffect;
  }

  Runnable beforeResponse() {
    return beforeResponse;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", kind.wireName());
    if (kind == Kind.STATUS) {
      json.put("status", status);
    }
    if (!delay.isZero()) {
      json.put("delayMillis", delay.toMillis());
    }
    retryAfter.ifPresent(wait -> json.put("retryAfterSeconds", wait.toSeconds()));
    return json;
  }

  private static void nothing() {}

  @Override
  public String toString() {
    return "Fault" + json();
  }
}
