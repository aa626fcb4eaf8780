package dev.acstoken.auth;

import dev.acstoken.identity.ServiceException;

/** The result of authenticating a request. */
public sealed interface Authentication {

  /**
   * Returns the caller.
   *
   * @throws ServiceException if the bearer token was refused
   */
  Caller orThrow();

  /** The bearer token was verified. */
  record Accepted(Caller caller) implements Authentication {

    @Override
    public Caller orThrow() {
      return caller;
    }
  }

  /**
   * The bearer token was refused, or could not be verified.
   *
   * @param refusal the reason, for the operator
   * @param failure the failure of the request, for the caller
   */
  record Refused(Refusal refusal, ServiceException failure) implements Authentication {

    @Override
    public Caller orThrow() {
      throw failure;
    }
  }
}
