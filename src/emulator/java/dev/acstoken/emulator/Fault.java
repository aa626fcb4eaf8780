package dev.acstoken.emulator;

import dev.acstoken.emulator.server.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

  private static final Set<Integer> WITHOUT_BODY = Set.of(204, 205, 304);

  private final Kind kind;
  private final int status;
  private final Optional<FaultBody> body;
  private final Optional<Duration> retryAfter;
  private final Duration delay;
  private final Runnable beforeEffect;
  private final Runnable beforeResponse;

  private Fault(
      Kind kind,
      int status,
      Optional<FaultBody> body,
      Optional<Duration> retryAfter,
      Duration delay,
      Runnable beforeEffect,
      Runnable beforeResponse) {
    this.kind = kind;
    this.status = status;
    this.body = body;
    this.retryAfter = retryAfter;
    this.delay = delay;
    this.beforeEffect = beforeEffect;
    this.beforeResponse = beforeResponse;
  }

  private static Fault of(Kind kind) {
    return of(kind, 0, Optional.empty());
  }

  private static Fault of(Kind kind, int status, Optional<FaultBody> body) {
    return new Fault(
        kind, status, body, Optional.empty(), Duration.ZERO, Fault::nothing, Fault::nothing);
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
    return of(Kind.STATUS, status, Optional.empty());
  }

  /**
   * Returns a fault that responds with this status and body, without effect. Without the body of
   * ACS, the response has no header of ACS either, and a success or a redirect is possible, too.
   */
  public static Fault status(int status, FaultBody body) {
    if (body == FaultBody.ACS) {
      return of(Kind.STATUS, status(status).status, Optional.of(body));
    }
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("Not a final status (200 to 599): " + status);
    }
    if (WITHOUT_BODY.contains(status) && body != FaultBody.EMPTY) {
      throw new IllegalArgumentException("A response with this status has no body: " + status);
    }
    return of(Kind.STATUS, status, Optional.of(body));
  }

  /**
   * Returns a fault with which ACS itself responds that it does not know the identity, even if the
   * identity exists.
   */
  public static Fault unknownIdentity() {
    return status(404, FaultBody.ACS);
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
    Fault fault = of(Kind.DELAYED);
    return fault.withActions(action, fault.beforeResponse);
  }

  /**
   * Returns a fault that runs this action between the request's effect and its response, where
   * races happen.
   */
  public static Fault beforeResponse(Runnable action) {
    Fault fault = of(Kind.DELAYED);
    return fault.withActions(fault.beforeEffect, action);
  }

  private Fault withActions(Runnable effectAction, Runnable responseAction) {
    return new Fault(kind, status, body, retryAfter, delay, effectAction, responseAction);
  }

  /** Returns the same fault, preceded by a delay. */
  public Fault withDelay(Duration delay) {
    return new Fault(kind, status, body, retryAfter, delay, beforeEffect, beforeResponse);
  }

  /** Returns the same fault with a {@code Retry-After} header, in whole seconds, rounded up. */
  public Fault withRetryAfter(Duration retryAfter) {
    return new Fault(
        kind, status, body, Optional.of(retryAfter), delay, beforeEffect, beforeResponse);
  }

  Kind kind() {
    return kind;
  }

  /** Returns whether something on the way to ACS sends the response. */
  boolean isForeign() {
    return body.filter(it -> it != FaultBody.ACS).isPresent();
  }

  /** Returns the response of a fault of the kind {@link Kind#STATUS}. */
  Response response() {
    return body.map(it -> it.response(status))
        .orElseGet(() -> AcsErrorException.ofStatus(status).response());
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
      body.ifPresent(it -> json.put("body", it.wireName()));
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
