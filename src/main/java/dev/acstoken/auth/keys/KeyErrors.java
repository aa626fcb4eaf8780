package dev.acstoken.auth.keys;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.net.URI;
import java.time.Duration;

/** Creates the errors of requests for whose token there is no key. */
final class KeyErrors {

  private KeyErrors() {}

  /** Returns the error while the first keys are being fetched. */
  static ServiceException fetching(URI address, Duration retryAfter) {
    return issuerUnavailable(
        "The keys are still being fetched from " + LinkedAddress.show(address) + ".", retryAfter);
  }

  /** Returns the error when there are no keys, because fetching them failed. */
  static ServiceException noKeys(FetchException cause, Duration retryAfter) {
    return cause.kind() == FetchException.Kind.OTHER_ISSUER
        ? misconfigured(cause.reason())
        : issuerUnavailable(cause.reason(), retryAfter);
  }

  /** Returns the error when the key is unknown, and fetching the issuer's keys fails. */
  static ServiceException unknownKey(FetchException cause, Duration retryAfter) {
    return new ServiceException(
            ErrorCode.KEY_UNAVAILABLE,
            "The key that signed the bearer token is unknown, and the token issuer's signing"
                + " keys are currently unavailable.",
            retryAfter)
        .withLogMessage(cause.reason());
  }

  /** Returns the error when the key is unknown and may be a new one. */
  static ServiceException notFetchedYet(Duration retryAfter) {
    return new ServiceException(
        ErrorCode.KEY_NOT_FETCHED,
        "The key that signed the bearer token is not known yet. Keep the token and retry.",
        retryAfter);
  }

  private static ServiceException misconfigured(String reason) {
    return new ServiceException(
            ErrorCode.MISCONFIGURED,
            "The token issuer is configured with another name than it has. The log of this"
                + " service shows both.")
        .withLogMessage(reason);
  }

  private static ServiceException issuerUnavailable(String reason, Duration retryAfter) {
    return new ServiceException(
            ErrorCode.ISSUER_UNAVAILABLE,
            "The token issuer's signing keys are currently unavailable.",
            retryAfter)
        .withLogMessage(reason);
  }
}
