package dev.acstoken.client;

/** The base class of this package's exceptions. No exception contains a token. */
public abstract sealed class AcsTokenException extends RuntimeException
    permits RefusedException, SignedOutException, UnavailableException {

  private static final long serialVersionUID = 1L;

  AcsTokenException(String message) {
    super(message);
  }

  AcsTokenException(String message, Throwable cause) {
    super(message, cause);
  }
}
