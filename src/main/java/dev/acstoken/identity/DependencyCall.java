package dev.acstoken.identity;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One attempt to call a dependency.
 *
 * @param dependency which one
 * @param attempt 1 for the first attempt of a call, more for its retries
 * @param took from its beginning to its end, the acquisition of an access token included
 * @param failed whether it was of no use: no response, or one that reports a failure
 * @param status the last response's HTTP status; empty if there was none
 * @param requestId what the dependency calls the request in its own logs, if it says so
 */
public record DependencyCall(
    Dependency dependency,
    int attempt,
    Duration took,
    boolean failed,
    OptionalInt status,
    Optional<String> requestId) {

  /** What requests depend on. */
  public enum Dependency {
    ACS,
    TABLE,
    ENTRA
  }
}
