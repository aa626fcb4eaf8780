package dev.acstoken.devhost;

/**
 * A part of the development host could not start. The message is written for the person who started
 * it: it names what is in the way (a port, a missing program) and what to do about it.
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

  @Override
  public String getMessage() {
    return message;
  }
}
