package dev.acstoken.identity;

import java.time.Duration;

/**
 * One attempt to call a dependency.
 *
 * @param dependency which
 * @param attempt 1 for the first of a call, more for its repetitions
 * @param took from its beginning to its end, an access token for the dependency included
 * @param failed whether it was of no use: no answer, or one that says that it did not work
 * @param status the last answer's HTTP status; 0 if there was none
 * @param requestId what the dependency calls the request in its own logs; empty if it does not say
 */
public record DependencyCall(
    Dependency dependency,
    int attempt,
    Duration took,
    boolean failed,
    int status,
    String requestId) {

  /** What requests depend on. */
  public enum Dependency {
    ACS,
    TABLE,
    ENTRA
  }
}
