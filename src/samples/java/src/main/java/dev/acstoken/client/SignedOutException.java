package dev.acstoken.client;

/** The user was signed out, or the tokens were closed, before the request ended. */
public final class SignedOutException extends AcsTokenException {

  private static final long serialVersionUID = 1L;

  SignedOutException() {
    super("The user is signed out");
  }
}
