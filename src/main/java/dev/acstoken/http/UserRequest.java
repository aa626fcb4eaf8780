package dev.acstoken.http;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.auth.Caller;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import dev.acstoken.telemetry.RequestTelemetry;
import java.util.Optional;

/**
 * A request about a user, from a caller who may act for that user.
 *
 * @param user the user that the request is about
 * @param caller the caller who sent the request
 * @param message the HTTP request
 * @param context the request's deadline and observer
 * @param telemetry collects what the operator needs to know about the request
 */
public record UserRequest(
    User user,
    Caller caller,
    HttpRequestMessage<Optional<String>> message,
    RequestContext context,
    RequestTelemetry telemetry) {

  /**
   * Checks that the caller may map the user to an existing ACS identity. Users may not, not even
   * for themselves, because they could name an identity of somebody else. The event of the request
   * names the identity, also if it is refused.
   *
   * @throws ServiceException if the caller is not an admin
   */
  public void requireMayAdopt(CommunicationUserId id) {
    telemetry.setIdentity(id);
    if (!caller.isAdmin()) {
      throw new ServiceException(
          ErrorCode.FORBIDDEN, "Adopting an existing ACS identity requires the admin role.");
    }
  }
}
