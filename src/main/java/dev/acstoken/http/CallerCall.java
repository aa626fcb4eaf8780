package dev.acstoken.http;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.app.TokenEndpoint;
import dev.acstoken.auth.Caller;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.User;
import dev.acstoken.telemetry.RequestTrace;
import java.util.Optional;

/**
 * A request by a caller whose token was verified.
 *
 * @param endpoint what serves it
 * @param caller who makes it
 * @param request as it arrived
 * @param deadline when its time budget ends
 * @param trace what the operator learns of it
 */
public record CallerCall(
    TokenEndpoint endpoint,
    Caller caller,
    HttpRequestMessage<Optional<String>> request,
    Deadline deadline,
    RequestTrace trace) {

  /**
   * This request as one about a user.
   *
   * @param userId the user's id, or {@code me}
   * @throws ProblemException if the caller may not act for that user
   */
  UserCall about(String userId) {
    User user = userId.equals("me") ? caller.user() : new User(caller.user().issuer(), userId);
    trace.about(user);
    if (!caller.mayActFor(user)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "Another user's identity needs the admin role.");
    }
    return new UserCall(endpoint, user, request, deadline);
  }

  /** Takes one of the requests that the caller has in a minute. */
  void spend() {
    endpoint.budgets().spend(caller.user());
  }

  /**
   * @throws ProblemException if the caller is no admin
   */
  void requireAdmin() {
    if (!caller.isAdmin()) {
      throw new ProblemException(ProblemType.FORBIDDEN, "This needs the admin role.");
    }
  }
}
