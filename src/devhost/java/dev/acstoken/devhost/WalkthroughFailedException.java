package dev.acstoken.devhost;

/**
 * Thrown when a step of the {@link Walkthrough} does not succeed. The message is for the person who
 * started it: it names the request and its response.
 */
final class WalkthroughFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WalkthroughFailedException(String message) {
    super(message);
  }
}
