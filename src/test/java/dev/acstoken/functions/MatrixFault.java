package dev.acstoken.functions;

import dev.acstoken.devhost.TableFault;
import dev.acstoken.emulator.Fault;
import java.time.Duration;
import java.util.Optional;

/** A column of the fault matrix: the same fault of ACS and of Table Storage. */
enum MatrixFault {
  UNAUTHORIZED("401", 401, 0, Patience.AT_ONCE),
  FORBIDDEN("403", 403, 0, Patience.AT_ONCE),
  THROTTLED("429/1s", 429, 1, Patience.AT_ONCE),
  THROTTLED_FOR_AN_HOUR("429/1h", 429, 3600, Patience.AT_ONCE),
  FAILING("500", 500, 0, Patience.WITHIN_BUDGET),
  BUSY("503/1s", 503, 1, Patience.WITHIN_BUDGET),
  BUSY_FOR_AN_HOUR("503/1h", 503, 3600, Patience.AT_ONCE),
  MALFORMED("garbled", 0, 0, Patience.WITHIN_BUDGET),
  RESET("reset", 0, 0, Patience.WITHIN_BUDGET),
  LOST_REPLY("lost", 0, 0, Patience.WITHIN_BUDGET),
  STALLED("stall", 0, 0, Patience.WITHIN_BUDGET);

  private final String title;
  private final int status;
  private final int retryAfter;
  private final Patience patience;

  MatrixFault(String title, int status, int retryAfter, Patience patience) {
    this.title = title;
    this.status = status;
    this.retryAfter = retryAfter;
    this.patience = patience;
  }

  String title() {
    return title;
  }

  Fault ofAcs() {
    return switch (this) {
      case MALFORMED -> Fault.malformedReply();
      case RESET -> Fault.dropped();
      case LOST_REPLY -> Fault.lostReply();
      case STALLED -> Fault.stalled();
      default -> ofAcs(Fault.status(status));
    };
  }

  TableFault ofStorage() {
    return switch (this) {
      case MALFORMED -> TableFault.malformedReply();
      case RESET -> TableFault.dropped();
      case LOST_REPLY -> TableFault.lostReply();
      case STALLED -> TableFault.stalled();
      default -> TableFault.status(status, retryAfter());
    };
  }

  private Fault ofAcs(Fault refusal) {
    return retryAfter().map(refusal::withRetryAfter).orElse(refusal);
  }

  /** What the dependency says about when to come again. */
  Optional<Duration> retryAfter() {
    return retryAfter == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(retryAfter));
  }

  /** Whether a request that meets it waits for something: an answer, or its next attempt. */
  boolean isWaitedFor() {
    return patience == Patience.WITHIN_BUDGET;
  }

  /** How long the reply may take. */
  Duration longest() {
    return Duration.ofSeconds(patience.seconds);
  }

  private enum Patience {
    /** Nothing is waited for, but the machine may be slow. */
    AT_ONCE(4),
    /** The request's eight seconds, and two for a slow machine. */
    WITHIN_BUDGET(10);

    private final int seconds;

    Patience(int seconds) {
      this.seconds = seconds;
    }
  }
}
