package dev.acstoken.http;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.User;
import dev.acstoken.telemetry.RequestTelemetry;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An admin's request about an ACS identity.
 *
 * @param id the identity that the request is about
 * @param owners accepts the users of whom the admin may learn, and the creators of invitations of
 *     whose guests the admin may learn
 * @param message the HTTP request
 * @param context the request's deadline and observer
 * @param telemetry collects what the operator needs to know about the request
 */
public record IdentityRequest(
    CommunicationUserId id,
    Predicate<User> owners,
    HttpRequestMessage<Optional<String>> message,
    RequestContext context,
    RequestTelemetry telemetry) {

  /** Adds the identity's owner, whom the response discloses, to the telemetry. */
  public void reportOwner(User owner) {
    telemetry.setUser(owner);
  }
}
