package dev.acstoken.devhost;

import java.io.UncheckedIOException;

/**
 * Thrown when a part of the development host cannot start. The message is for the person who
 * started it: it names the cause, such as a port in use or a missing program, and what to do about
 * it.
 */
public final class CannotStartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String message;

  CannotStartException(String message) {
    super(message);
    this.message = message;
  }

  CannotStartException(String message, Throwable cause) {
    super(message, cause);
    this.message = message;
  }

  /** Returns the exception for a part that cannot listen. The cause's message names the port. */
  static CannotStartException cannotListen(String part, UncheckedIOException cause) {
    return new CannotStartException(
        cause.getMessage()
            + ", so "
            + part
            + " cannot listen there. Stop the other program or choose another port.",
        cause);
  }

  @Override
  public String getMessage() {
    return message;
  }
}
