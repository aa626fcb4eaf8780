package dev.acstoken.health;

import java.util.Optional;

/**
 * A check of one dependency of the service.
 *
 * @param name the name in the report. The report shows checks of the same name as one, which is
 *     down if any of them failed.
 * @param subject the dependency that is checked, which the reason of a failure names; empty if the
 *     name says it
 * @param probe checks the dependency
 */
public record HealthCheck(String name, String subject, Probe probe) {

  /** Checks a dependency. */
  public interface Probe {

    /**
     * Returns the problem; empty if there is none.
     *
     * @throws Exception if the check fails. Of a {@link dev.acstoken.identity.ServiceException} the
     *     report shows the message for the operator or the code, of another exception only the
     *     type.
     */
    Optional<HealthProblem> problem() throws Exception;
  }

  /** Returns the check of a dependency that there is one of. */
  public static HealthCheck of(String name, Probe probe) {
    return new HealthCheck(name, "", probe);
  }

  /** Returns this check for one of several dependencies of its kind. */
  public HealthCheck about(String newSubject) {
    return new HealthCheck(name, newSubject, probe);
  }
}
