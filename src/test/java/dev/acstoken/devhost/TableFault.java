package dev.acstoken.devhost;

import java.time.Duration;
import java.util.Optional;

/**
 * A fault of one request to a {@link FaultyTableStorage}.
 *
 * @param kind the kind of fault
 * @param status the status of a refusal; 0 for the other kinds
 * @param delay the {@code Retry-After} of a refusal, or the time before a slow response
 */
public record TableFault(Kind kind, int status, Optional<Duration> delay) {

  enum Kind {
    REFUSED,
    MALFORMED_REPLY,
    STALLED,
    DROPPED,
    LOST_REPLY,
    SLOW
  }

  /** The request has no effect, and the response has this status and an error body. */
  public static TableFault status(int status, Optional<Duration> retryAfter) {
    return new TableFault(Kind.REFUSED, status, retryAfter);
  }

  /** The request takes effect, and the response is half a JSON document. */
  public static TableFault malformedReply() {
    return of(Kind.MALFORMED_REPLY);
  }

  /** The request has no effect and no response. */
  public static TableFault stalled() {
    return of(Kind.STALLED);
  }

  /** The connection closes before the request has an effect. */
  public static TableFault dropped() {
    return of(Kind.DROPPED);
  }

  /** The request takes effect, then the connection closes without a response. */
  public static TableFault lostReply() {
    return of(Kind.LOST_REPLY);
  }

  /** The request takes effect and has its response, after this time. */
  public static TableFault slow(Duration time) {
    return new TableFault(Kind.SLOW, 0, Optional.of(time));
  }

  private static TableFault of(Kind kind) {
    return new TableFault(kind, 0, Optional.empty());
  }
}
