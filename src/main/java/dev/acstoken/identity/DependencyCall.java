package dev.acstoken.identity;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One attempt to call a dependency.
 *
 * @param dependency the dependency that was called
 * @param attempt 1 for the first attempt of a call, more for its retries
 * @param took the duration, including the acquisition of an access token
 * @param failed whether there was no response, or one that reports a failure
 * @param status the HTTP status of the last response; empty if there was no response
 * @param requestId the id of the request in the dependency's logs, if the response has one
 */
public record DependencyCall(
    Dependency dependency,
    int attempt,
    Duration took,
    boolean failed,
    OptionalInt status,
    Optional<String> requestId) {

  /** The services that requests depend on. */
  public enum Dependency {
    ACS,
    TABLE,
    ENTRA
  }
}
