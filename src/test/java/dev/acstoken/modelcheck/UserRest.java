package dev.acstoken.modelcheck;

import static dev.acstoken.modelcheck.Violation.require;

import java.time.Instant;
import java.util.List;

/**
 * Brings a system with one user to rest, and checks it.
 *
 * @param initialState the state before the callers started
 * @param timing how long a caller could take
 */
record UserRest(UserInitialState initialState, TimingAssumption timing) {

  /** Runs an operation to its end. */
  interface Runner {

    /** Returns whether the operation has a result. */
    boolean run(String name, UserOperation operation, Instant clock);
  }

  /**
   * After the loss period, when ACS denies no existing identity any more and failed operations were
   * retried, the recovery runs. Then the system is at rest, and a token can be issued.
   *
   * @param operations the operations of the callers
   * @return the number of identities whose id was lost with their caller
   */
  int check(List<UserOperation> operations, SystemState system, Runner runs) {
    runs.run("recovery", UserOperation.RECOVER, SystemState.LATER);
    runs.run("second recovery", UserOperation.RECOVER, SystemState.LATER);
    // A revocation that ACS denied is confirmed by another denial after the loss period.
    runs.run("recovery much later", UserOperation.RECOVER, SystemState.MUCH_LATER);
    if (timing == TimingAssumption.FROZEN_AT_WILL || system.mappedIdentity().isEmpty()) {
      // A row for a given-up resource remains until the user's next token request. A row for an
      // identity that was deleted while its creator was frozen remains until ACS has denied the
      // identity for the loss period.
      runs.run("next", UserOperation.ISSUE, SystemState.LATER);
      runs.run("next but one", UserOperation.ISSUE, SystemState.MUCH_LATER);
    }
    UserInvariants.checkRest(operations, initialState, system);
    boolean isForeign = initialState == UserInitialState.FOREIGN_RESOURCE;
    if (!isForeign) {
      // A policy that would require a revocation at another resource is refused.
      UserInvariants.checkPolicy(operations, initialState.system().allowed(), system);
    }
    if (timing == TimingAssumption.WITHIN_ITS_BUDGET && !isForeign) {
      UserInvariants.checkNoGarbage(system);
    }
    int lostIdentities = UserInvariants.countLost(system);
    // If ACS has lost the identity, the first request records it and the second one replaces it.
    runs.run("last but one", UserOperation.ISSUE, SystemState.LATER);
    boolean isIssued = runs.run("last", UserOperation.ISSUE, SystemState.MUCH_LATER);
    require(isIssued || isForeign, "A token can be issued at the end");
    UserInvariants.checkRest(operations, initialState, system);
    return lostIdentities;
  }
}
