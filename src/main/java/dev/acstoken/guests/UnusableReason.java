package dev.acstoken.guests;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.util.Locale;

/** Why a guest cannot join with a code that exists. */
public enum UnusableReason {
  EXPIRED("The invitation has expired."),
  ENDED("The invitation was ended."),
  FULL("All places of the invitation are taken."),
  GUEST_UNKNOWN("No guest with this id and secret has joined with the invitation."),
  /** The creator is blocked, or the configuration allows none of the invitation's scopes now. */
  SUSPENDED("The invitation cannot be used at present.");

  private final String detail;

  UnusableReason(String detail) {
    this.detail = detail;
  }

  /** Returns the failure of a request to join. */
  public ServiceException failure() {
    return new ServiceException(ErrorCode.INVITATION_NOT_USABLE, detail)
        .withReason(name().toLowerCase(Locale.ROOT));
  }

  /** Returns the failure of a request with a code that does not exist. */
  public static ServiceException unknownCode() {
    return new ServiceException(
        ErrorCode.INVITATION_NOT_USABLE, "No invitation has this code. Check that it is complete.");
  }
}
