package dev.acstoken.modelcheck;

import dev.acstoken.identity.ErrorCode;
import java.util.Optional;
import java.util.function.Function;

/**
 * A call of a port that a caller is about to make.
 *
 * @param name the name of the port's method
 * @param moment when the call happens
 * @param failure the error code of the call if it fails; empty for a call that cannot fail, because
 *     it stays in the caller's process
 * @param effect changes the state and returns the response, which is compared by value
 * @param denial changes the state as the call does if ACS denies that it knows the identity, and
 *     returns that response; empty for a call that ACS cannot answer in this way
 */
record PortCall(
    String name,
    Moment moment,
    Optional<ErrorCode> failure,
    Function<SystemState, Object> effect,
    Optional<Function<SystemState, Object>> denial) {

  /** When a call happens. */
  enum Moment {
    /** It is a step of its own, so other callers may make calls before and after it. */
    STEP,
    /** In the same step as the previous call of the caller. */
    WITH_PREVIOUS_CALL,
    /** In the same step as the next call of the caller. */
    WITH_NEXT_CALL
  }

  /** Returns a call to a dependency that cannot deny that it knows an identity. */
  static PortCall of(String name, ErrorCode failure, Function<SystemState, Object> effect) {
    return new PortCall(name, Moment.STEP, Optional.of(failure), effect, Optional.empty());
  }

  /** Returns a call to ACS in response to which ACS may deny that it knows the identity. */
  static PortCall of(
      String name,
      ErrorCode failure,
      Function<SystemState, Object> effect,
      Function<SystemState, Object> denial) {
    return new PortCall(name, Moment.STEP, Optional.of(failure), effect, Optional.of(denial));
  }

  /** Returns a call that stays in the caller's process. */
  static PortCall local(String name, Moment moment, Function<SystemState, Object> effect) {
    return new PortCall(name, moment, Optional.empty(), effect, Optional.empty());
  }

  /** Returns whether the call can have the outcome. */
  boolean canHave(CallOutcome outcome) {
    return switch (outcome) {
      case SUCCEEDS -> true;
      case IS_DENIED -> denial.isPresent();
      default -> failure.isPresent();
    };
  }
}
