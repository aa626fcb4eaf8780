package dev.acstoken.identity.protocol.modelcheck;

/** Thrown when an invariant does not hold. */
final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Violation(String invariant) {
    super(invariant);
  }

  Violation(Schedule schedule, Violation found) {
    super(found.getMessage() + "\n  schedule: " + schedule, found);
  }
}
