package dev.acstoken.health;

import java.util.Optional;

/** Checks one dependency of the service. */
public interface HealthCheck {

  /**
   * Runs the check and returns the problem in a word or two, without secrets; empty if it passes.
   *
   * @throws Exception if the check fails; the report shows the type of the exception, not its
   *     message
   */
  Optional<String> check() throws Exception;
}
