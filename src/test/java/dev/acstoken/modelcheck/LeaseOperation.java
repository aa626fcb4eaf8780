package dev.acstoken.modelcheck;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An operation for a user while time passes, by an instance of one of several versions, or the
 * passing of time itself.
 */
enum LeaseOperation {
  ISSUE,
  REFRESH,
  RESTRICT,
  RESET,
  REVOKE,
  DELETE,
  CREATE,
  RECOVER,
  V0_2_ISSUE,
  V0_2_REFRESH,
  V0_2_RESTRICT,
  V0_2_RECOVER,
  V0_1_ISSUE,
  V0_1_REFRESH,
  V0_1_RESTRICT,
  V0_1_RECOVER,
  /** A few seconds pass, one after the other. */
  CLOCK;

  /** The operations of instances of the present version. */
  static final List<LeaseOperation> CURRENT =
      List.of(ISSUE, REFRESH, RESTRICT, RESET, REVOKE, DELETE, CREATE, RECOVER);

  /**
   * The operations of instances of version 0.2, which read a row after ACS has issued a token, as
   * the present version does with {@code READ_AHEAD=false}.
   */
  static final List<LeaseOperation> V0_2 =
      List.of(V0_2_ISSUE, V0_2_REFRESH, V0_2_RESTRICT, V0_2_RECOVER);

  /**
   * The operations of instances of version 0.1, which do the same, and which revoke the tokens of a
   * former policy at once.
   */
  static final List<LeaseOperation> V0_1 =
      List.of(V0_1_ISSUE, V0_1_REFRESH, V0_1_RESTRICT, V0_1_RECOVER);

  private static final String VERSION = "V0_[12]_";

  /** A time that is longer than a lease, and longer than a revocation waits. */
  private static final int TICKS = 3;

  /** Returns the operation for a user; empty if time passes. */
  Optional<UserOperation> ofUser() {
    return this == CLOCK
        ? Optional.empty()
        : Optional.of(UserOperation.valueOf(name().replaceAll(VERSION, "")));
  }

  static List<UserOperation> ofUser(List<LeaseOperation> operations) {
    return operations.stream().flatMap(operation -> operation.ofUser().stream()).toList();
  }

  /** Returns whether the instance reads a user's row before ACS has issued a token. */
  boolean readsAhead() {
    return Set.copyOf(CURRENT).contains(this);
  }

  /** Returns the bug of the instance's version. */
  LeaseMutant mutant(LeaseMutant ofCurrent) {
    return V0_1.contains(this) ? LeaseMutant.SET_ACCESS_DOES_NOT_WAIT : ofCurrent;
  }

  static Result pass(Replay replay) {
    for (int i = 0; i < TICKS; i++) {
      replay.local("tick", PortCall.Moment.STEP, system -> system.clocks.advance(1));
    }
    return new Result.Done();
  }
}
