package dev.acstoken.http;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.auth.TrustedIssuers;
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
 * @param issuers the trusted issuers
 * @param message the HTTP request
 * @param context the request's deadline and observer
 * @param telemetry collects what the operator needs to know about the request
 */
public record IdentityRequest(
    CommunicationUserId id,
    Predicate<User> owners,
    TrustedIssuers issuers,
    HttpRequestMessage<Optional<String>> message,
    RequestContext context,
    RequestTelemetry telemetry) {

  /**
   * Adds the identity's owner, whom the response discloses, to the telemetry.
   *
   * @return the owner under the present name of the issuer
   */
  public User reportOwner(User owner) {
    User present = issuers.present(owner);
    telemetry.setUser(present);
    return present;
  }
}
