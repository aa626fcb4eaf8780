package dev.acstoken.health;

/**
 * Why a check failed.
 *
 * @param reason the reason for the operator, in a few words or a sentence, without secrets
 * @param isMisconfiguration whether the configuration is at fault, so that the check fails until
 *     the operator corrects it
 */
public record HealthProblem(String reason, boolean isMisconfiguration) {

  /** Returns the problem of a dependency that does not work now. */
  public static HealthProblem outage(String reason) {
    return new HealthProblem(reason, false);
  }

  /** Returns a problem that only the operator can solve. */
  public static HealthProblem misconfiguration(String reason) {
    return new HealthProblem(reason, true);
  }

  HealthProblem about(String subject) {
    return subject.isEmpty()
        ? this
        : new HealthProblem(subject + ": " + reason, isMisconfiguration);
  }
}
