package dev.acstoken.http;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.auth.Caller;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import dev.acstoken.telemetry.RequestTelemetry;
import java.util.Optional;

/**
 * A request from a caller whose bearer token was verified.
 *
 * @param caller the caller who sent the request
 * @param message the HTTP request
 * @param context the request's deadline and observer
 * @param telemetry collects what the operator needs to know about the request
 */
public record AuthenticatedRequest(
    Caller caller,
    HttpRequestMessage<Optional<String>> message,
    RequestContext context,
    RequestTelemetry telemetry) {

  /**
   * Returns this request as a request about a user.
   *
   * @param userId the user's id, or {@code me}
   * @throws ServiceException if the caller may not act for that user
   */
  UserRequest forUser(String userId) {
    User user = userNamed(userId);
    telemetry.setUser(user);
    if (!caller.mayActFor(user)) {
      throw new ServiceException(
          ErrorCode.FORBIDDEN, "Acting for another user requires the admin role.");
    }
    return new UserRequest(user, message, context);
  }

  private User userNamed(String userId) {
    if (userId.equals("me")) {
      return caller.user();
    }
    if (!User.isValidId(userId)) {
      throw new ServiceException(
          ErrorCode.INVALID_REQUEST,
          "The user id in the path must not be blank, must have at most "
              + User.MAX_ID_LENGTH
              + " characters and must not contain control characters.");
    }
    return new User(caller.user().issuer(), userId);
  }

  void requireAdmin() {
    if (!caller.isAdmin()) {
      throw new ServiceException(ErrorCode.FORBIDDEN, "This operation requires the admin role.");
    }
  }
}
