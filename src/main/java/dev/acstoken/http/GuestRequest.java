package dev.acstoken.http;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.auth.TrustedIssuers;
import dev.acstoken.guests.Guest;
import dev.acstoken.guests.UnusableReason;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import dev.acstoken.ratelimit.GuestLimiter;
import dev.acstoken.telemetry.RequestTelemetry;
import java.util.Optional;

/**
 * A request of a guest, whom the code of an invitation lets in. A bearer token is not read.
 *
 * @param issuers the trusted issuers
 * @param limiter limits such requests
 * @param message the HTTP request
 * @param context the request's deadline and observer
 * @param telemetry collects what the operator needs to know about the request
 */
public record GuestRequest(
    TrustedIssuers issuers,
    GuestLimiter limiter,
    HttpRequestMessage<Optional<String>> message,
    RequestContext context,
    RequestTelemetry telemetry) {

  /**
   * Charges all guests together for a wrong code.
   *
   * @return the failure of this request
   * @throws ServiceException with {@link ErrorCode#RATE_LIMITED} if too many codes were wrong
   */
  public ServiceException chargeGuess() {
    limiter.acquireGuess();
    return UnusableReason.unknownCode();
  }

  /** Returns whether the invitations of a creator count. */
  public boolean isTrusted(User creator) {
    return issuers.identifies(creator);
  }

  /**
   * Charges the guest's invitation, whose code is right.
   *
   * @throws ServiceException with {@link ErrorCode#RATE_LIMITED} if too many guests are joining
   */
  public void chargeJoin(Guest guest) {
    telemetry.setInvitation(guest.invitation().pseudonym());
    telemetry.setUser(guest.user());
    limiter.acquireJoin(guest.invitation().value());
  }

  /**
   * Charges all callers together for a token of a guest who may get one.
   *
   * @throws ServiceException with {@link ErrorCode#RATE_LIMITED} if there are too many requests
   */
  public void chargeToken(Guest guest) {
    limiter.acquireToken(guest.invitation().value());
  }
}
