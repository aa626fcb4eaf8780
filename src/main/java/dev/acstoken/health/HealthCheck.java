package dev.acstoken.health;

import java.util.Optional;

/** Checks one thing that the service depends on. */
public interface HealthCheck {

  /**
   * Returns what is wrong, in a word or two without any secret; empty if nothing is.
   *
   * @throws Exception whose type says what is wrong
   */
  Optional<String> check() throws Exception;
}
