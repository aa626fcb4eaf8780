package dev.acstoken.modelcheck;

import java.util.Optional;

/** Thrown when an invariant does not hold. */
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String invariant;
  private final transient Optional<Schedule> schedule;

  private Violation(String invariant) {
    super(invariant);
    this.invariant = invariant;
    this.schedule = Optional.empty();
  }

  Violation(Schedule schedule, Violation found) {
    super(found.invariant + "\n  schedule: " + schedule, found);
    this.invariant = found.invariant;
    this.schedule = Optional.of(schedule);
  }

  static void require(boolean holds, String invariant) {
    if (!holds) {
      throw new Violation(invariant);
    }
  }

  String invariant() {
    return invariant;
  }

  /** Returns the schedule; empty if the violation happened in a repeated one. */
  Optional<Schedule> schedule() {
    return schedule;
  }
}
