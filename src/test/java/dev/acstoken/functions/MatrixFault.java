package dev.acstoken.functions;

import dev.acstoken.devhost.TableFault;
import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.FaultBody;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A column of the fault matrix: a fault that ACS and Table Storage can both have, or a response in
 * place of ACS's that only requests to ACS meet.
 */
enum MatrixFault {
  UNAUTHORIZED("401", 401, 0, Budget.AT_ONCE),
  FORBIDDEN("403", 403, 0, Budget.AT_ONCE),
  THROTTLED("429/1s", 429, 1, Budget.AT_ONCE),
  THROTTLED_FOR_AN_HOUR("429/1h", 429, 3600, Budget.AT_ONCE),
  NOT_FOUND_OF_ACS("404/acs", 404, FaultBody.ACS, Budget.AT_ONCE),
  NOT_OWNED_OF_ACS("401/acs", 401, FaultBody.ACS, Budget.AT_ONCE),
  NOT_FOUND_JSON("404/json", 404, FaultBody.JSON, Budget.EIGHT_SECONDS),
  NOT_FOUND_HTML("404/html", 404, FaultBody.HTML, Budget.EIGHT_SECONDS),
  NOT_FOUND_EMPTY("404/empty", 404, FaultBody.EMPTY, Budget.EIGHT_SECONDS),
  UNAUTHORIZED_JSON("401/json", 401, FaultBody.JSON, Budget.EIGHT_SECONDS),
  UNAUTHORIZED_HTML("401/html", 401, FaultBody.HTML, Budget.EIGHT_SECONDS),
  UNAUTHORIZED_EMPTY("401/empty", 401, FaultBody.EMPTY, Budget.EIGHT_SECONDS),
  FAILING("500", 500, 0, Budget.EIGHT_SECONDS),
  BUSY("503/1s", 503, 1, Budget.EIGHT_SECONDS),
  BUSY_FOR_AN_HOUR("503/1h", 503, 3600, Budget.AT_ONCE),
  MALFORMED("malformed", 0, 0, Budget.EIGHT_SECONDS),
  RESET("reset", 0, 0, Budget.EIGHT_SECONDS),
  LOST_RESPONSE("lost", 0, 0, Budget.EIGHT_SECONDS),
  STALLED("stall", 0, 0, Budget.EIGHT_SECONDS);

  private static final boolean EVERY_FAULT = Boolean.getBoolean("everyFault");

  /** Another refusal, another refusal with a time beyond the request, and a lost connection. */
  private static final Set<MatrixFault> LIKE_OTHERS_OF_STORAGE =
      EnumSet.of(FORBIDDEN, THROTTLED_FOR_AN_HOUR, RESET);

  private final String title;
  private final int status;
  private final Optional<FaultBody> body;
  private final int retryAfter;
  private final Budget budget;

  MatrixFault(String title, int status, FaultBody body, Budget budget) {
    this(title, status, Optional.of(body), 0, budget);
  }

  MatrixFault(String title, int status, int retryAfter, Budget budget) {
    this(title, status, Optional.empty(), retryAfter, budget);
  }

  MatrixFault(String title, int status, Optional<FaultBody> body, int retryAfter, Budget budget) {
    this.title = title;
    this.status = status;
    this.body = body;
    this.retryAfter = retryAfter;
    this.budget = budget;
  }

  String title() {
    return title;
  }

  Fault ofAcs() {
    return switch (this) {
      case MALFORMED -> Fault.malformedReply();
      case RESET -> Fault.dropped();
      case LOST_RESPONSE -> Fault.lostReply();
      case STALLED -> Fault.stalled();
      default ->
          body.map(it -> Fault.status(status, it)).orElseGet(() -> ofAcs(Fault.status(status)));
    };
  }

  TableFault ofStorage() {
    return switch (this) {
      case MALFORMED -> TableFault.malformedReply();
      case RESET -> TableFault.dropped();
      case LOST_RESPONSE -> TableFault.lostReply();
      case STALLED -> TableFault.stalled();
      default -> TableFault.status(status, retryAfter());
    };
  }

  private Fault ofAcs(Fault refusal) {
    return retryAfter().map(refusal::withRetryAfter).orElse(refusal);
  }

  /** Returns the {@code Retry-After} of the dependency's response, if it has one. */
  Optional<Duration> retryAfter() {
    return retryAfter == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(retryAfter));
  }

  /**
   * Returns whether Table Storage has this fault, too. Its responses all have one body, so one
   * column represents each status. Without the system property {@code everyFault}, one column also
   * represents faults that the endpoint treats alike.
   */
  boolean isOfStorage() {
    boolean isDistinct = body.isEmpty() || this == NOT_FOUND_JSON;
    return isDistinct && (EVERY_FAULT || !LIKE_OTHERS_OF_STORAGE.contains(this));
  }

  /** Returns whether ACS itself responds that it does not know the identity. */
  boolean saysThatTheIdentityIsUnknown() {
    return body.filter(it -> it == FaultBody.ACS).isPresent();
  }

  /** Returns whether the endpoint reports the fault without another attempt. */
  boolean isRefusal() {
    return budget == Budget.AT_ONCE;
  }

  /** Returns the time limit of the response. */
  Duration maxDuration() {
    return Duration.ofSeconds(budget.seconds);
  }

  private enum Budget {
    /** The endpoint does not wait, but the machine may be slow. */
    AT_ONCE(4),
    /** The time budget of a request is eight seconds, and a slow machine gets two more. */
    EIGHT_SECONDS(10);

    private final int seconds;

    Budget(int seconds) {
      this.seconds = seconds;
    }
  }
}
