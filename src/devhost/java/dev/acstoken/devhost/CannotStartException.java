package dev.acstoken.devhost;

import java.io.UncheckedIOException;
import java.net.BindException;

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

  /**
   * Returns the exception for a part that cannot listen.
   *
   * @param option the option that chooses the port
   * @param cause the exception whose message names the port
   */
  static CannotStartException cannotListen(String part, String option, UncheckedIOException cause) {
    return new CannotStartException(
        "%s, so %s cannot listen there. %s"
            .formatted(
                cause.getMessage(),
                part,
                cause.getCause() instanceof BindException
                    ? chooseAnotherPort(option)
                    : "Choose another host with --host or %s."
                        .formatted(Arguments.variable("--host"))),
        cause);
  }

  /** Returns what to do about a port that is in use. */
  static String chooseAnotherPort(String option) {
    return "Stop the other program, or choose another port with %s or %s."
        .formatted(option, Arguments.variable(option));
  }

  @Override
  public String getMessage() {
    return message;
  }
}
