package dev.acstoken.modelcheck;

import dev.acstoken.identity.ErrorCode;
import java.util.Optional;
import java.util.function.Function;

/**
 * A call of a port that a caller is about to make.
 *
 * @param name the name of the port's method
 * @param failure the error code of the call if it fails
 * @param effect changes the state and returns the response, which is compared by value
 * @param denial changes the state as the call does if ACS denies that it knows the identity, and
 *     returns that response; empty for a call that ACS cannot answer in this way
 */
record PortCall(
    String name,
    ErrorCode failure,
    Function<SystemState, Object> effect,
    Optional<Function<SystemState, Object>> denial) {

  /** Returns whether the call can have the outcome. */
  boolean canHave(CallOutcome outcome) {
    return outcome != CallOutcome.IS_DENIED || denial.isPresent();
  }
}
