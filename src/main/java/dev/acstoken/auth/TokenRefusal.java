package dev.acstoken.auth;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import org.jspecify.annotations.Nullable;

/** Thrown if a bearer token is refused. It says why, to the caller and to the operator. */
final class TokenRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final RefusalReason reason;
  private final ErrorCode code;
  private final String detail;
  private final String found;
  private final String expected;

  private TokenRefusal(
      RefusalReason reason,
      ErrorCode code,
      String detail,
      String found,
      String expected,
      @Nullable Throwable cause) {
    super(reason.eventName(), cause);
    this.reason = reason;
    this.code = code;
    this.detail = detail;
    this.found = found;
    this.expected = expected;
  }

  /**
   * Creates the refusal of a token that is not valid here.
   *
   * @param detail a sentence for the caller, which reveals nothing of the token
   */
  static TokenRefusal invalid(RefusalReason reason, String detail) {
    return of(reason, ErrorCode.INVALID_TOKEN, detail);
  }

  static TokenRefusal of(RefusalReason reason, ErrorCode code, String detail) {
    return new TokenRefusal(reason, code, detail, "", "", null);
  }

  /**
   * Returns this refusal with what the operator needs to know.
   *
   * @param foundInToken what the token says
   * @param expectedBySettings what the settings demand
   */
  TokenRefusal comparing(String foundInToken, String expectedBySettings) {
    return new TokenRefusal(reason, code, detail, foundInToken, expectedBySettings, getCause());
  }

  TokenRefusal causedBy(Throwable cause) {
    return new TokenRefusal(reason, code, detail, found, expected, cause);
  }

  Authentication.Refused withUnverified(String issuer, String application) {
    return new Authentication.Refused(
        new Refusal(reason, issuer, application, found, expected),
        new ServiceException(code, detail, this));
  }
}
