package dev.acstoken.http;

import dev.acstoken.auth.Caller;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.User;
import dev.acstoken.telemetry.RequestTelemetry;

/**
 * An admin's request about an ACS identity.
 *
 * @param id the identity that the request is about
 * @param caller the admin who sent the request
 * @param context the request's deadline and observer
 * @param telemetry collects what the operator needs to know about the request
 */
public record IdentityRequest(
    CommunicationUserId id, Caller caller, RequestContext context, RequestTelemetry telemetry) {

  /** Adds the identity's owner, whom the response discloses, to the telemetry. */
  public void reportOwner(User owner) {
    telemetry.setUser(owner);
  }
}
