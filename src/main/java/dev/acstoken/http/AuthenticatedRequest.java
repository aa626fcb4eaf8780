package dev.acstoken.http;

import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.auth.Caller;
import dev.acstoken.auth.RefusalReason;
import dev.acstoken.auth.TrustedIssuers;
import dev.acstoken.guests.InvitationId;
import dev.acstoken.guests.Invitations;
import dev.acstoken.guests.Inviter;
import dev.acstoken.identity.CommunicationUserId;
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
 * @param issuers the trusted issuers
 * @param message the HTTP request
 * @param context the request's deadline and observer
 * @param telemetry collects what the operator needs to know about the request
 */
public record AuthenticatedRequest(
    Caller caller,
    TrustedIssuers issuers,
    HttpRequestMessage<Optional<String>> message,
    RequestContext context,
    RequestTelemetry telemetry) {

  /** Returns this request as a request about the caller. */
  AuthenticatedRequest forSelf() {
    telemetry.setUser(user());
    return this;
  }

  /**
   * Returns this request as a request about the user that the path names.
   *
   * @param route the function's route, with the parameter {@code userId}
   * @throws ServiceException if the caller may not act for that user
   */
  UserRequest forUser(String route) {
    UserRequest request = aboutUser(route);
    if (!caller.mayActFor(request.user())) {
      throw notForOthers();
    }
    return request;
  }

  /** Like {@link #forUser}, but only for admins. */
  UserRequest forUserOfAdmin(String route) {
    UserRequest request = aboutUser(route);
    requireAdmin();
    return request;
  }

  /**
   * Returns this request as an admin's request about the ACS identity that the path names.
   *
   * @param route the function's route, with the parameter {@code communicationUserId}
   * @throws ServiceException if the caller is not an admin
   */
  IdentityRequest forIdentityOfAdmin(String route) {
    CommunicationUserId id = identityNamed(RouteParameter.of("communicationUserId", route));
    telemetry.setIdentity(id);
    requireAdmin();
    Optional<String> issuer = namedIssuer();
    return new IdentityRequest(
        id,
        owner ->
            issuer
                .map(Caller.issuerOf(issuers.present(owner))::equals)
                .orElseGet(() -> issuers.identifies(owner)),
        issuers,
        message,
        context,
        telemetry);
  }

  /**
   * Returns this request as a request to create an invitation.
   *
   * @throws ServiceException if the caller has no role that permits it
   */
  AuthenticatedRequest forInviter() {
    if (!caller.mayInvite()) {
      throw new ServiceException(
          ErrorCode.FORBIDDEN,
          "Creating an invitation requires the role that permits invitations, or the admin role.");
    }
    return this;
  }

  /**
   * Returns this request as a request about the invitation that the path names. Callers may act on
   * the invitations that they created, and admins on those of all trusted issuers.
   *
   * @param route the function's route, with the parameter {@code invitationId}
   * @throws ServiceException if the path names no invitation
   */
  NamedInvitationRequest forInvitation(String route) {
    InvitationId id =
        RouteParameter.of("invitationId", route)
            .read(message)
            .flatMap(InvitationId::of)
            .orElseThrow(Invitations::notFound);
    telemetry.setInvitation(id.pseudonym());
    return new NamedInvitationRequest(
        id,
        creator ->
            caller.creator().equals(issuers.present(creator))
                || (caller.isAdmin() && issuers.identifies(creator)),
        message,
        context);
  }

  /** Adds an invitation, which the request created, to the telemetry. */
  public void reportInvitation(InvitationId id) {
    telemetry.setInvitation(id.pseudonym());
  }

  /** Returns the caller as the creator of an invitation. */
  public Inviter inviter() {
    return new Inviter(caller.creator(), kindOfInviter());
  }

  private Inviter.Kind kindOfInviter() {
    if (caller.isApplication()) {
      return Inviter.Kind.APPLICATION;
    }
    return caller.isAdmin() ? Inviter.Kind.ADMIN : Inviter.Kind.USER;
  }

  // Before any check, so that the event of a refused request names the user.
  private UserRequest aboutUser(String route) {
    User user = userNamed(RouteParameter.of("userId", route));
    telemetry.setUser(user);
    return new UserRequest(user, caller, message, context, telemetry);
  }

  private User userNamed(RouteParameter parameter) {
    Optional<String> named = parameter.read(message);
    Optional<String> issuer = namedIssuer();
    return named.filter(UserAddress::isCaller).isPresent()
        ? callerOf(issuer)
        : named
            .flatMap(UserAddress::id)
            .map(id -> new User(issuer.orElse(caller.issuer()), id))
            .orElseThrow(AuthenticatedRequest::unclearUser);
  }

  private User callerOf(Optional<String> issuer) {
    if (issuer.isPresent() && !issuer.get().equals(caller.issuer())) {
      throw caller.isAdmin()
          ? new ServiceException(
              ErrorCode.INVALID_REQUEST,
              "\"me\" is the caller, who is a user of another issuer than the query names.")
          : notForOthers();
    }
    return user();
  }

  private User user() {
    if (caller.isApplication()) {
      telemetry.setRefusal(RefusalReason.APPLICATION.eventName(), "", "");
    }
    return caller.user();
  }

  // The issuer in the key of a user; empty if the query names none. Only admins learn which issuers
  // are trusted.
  private Optional<String> namedIssuer() {
    return QueryParameter.read("issuer", message)
        .map(
            name ->
                issuers
                    .userKeyNamed(name)
                    .orElseThrow(
                        caller.isAdmin()
                            ? AuthenticatedRequest::unknownIssuer
                            : AuthenticatedRequest::notForOthers));
  }

  private CommunicationUserId identityNamed(RouteParameter parameter) {
    return parameter
        .read(message)
        .filter(id -> !id.isBlank())
        .map(CommunicationUserId::new)
        .orElseThrow(
            () ->
                new ServiceException(
                    ErrorCode.INVALID_REQUEST,
                    "The ACS identity in the path must be an id as ACS returned it."));
  }

  private static ServiceException notForOthers() {
    return new ServiceException(
        ErrorCode.FORBIDDEN, "Acting for another user requires the admin role.");
  }

  private static ServiceException unknownIssuer() {
    return new ServiceException(
        ErrorCode.INVALID_REQUEST,
        "The query parameter \"issuer\" must be the URL, the alias or the former name of an issuer"
            + " that this service trusts, with the tenant's id if it has tenants.");
  }

  private static ServiceException unclearUser() {
    return new ServiceException(
        ErrorCode.INVALID_REQUEST,
        "The user id in the path must be \"me\", an id of letters, digits, spaces and"
            + " -._~@:|+,;=$! that does not begin with \"~\", or \"~\" followed by the base64url form of"
            + " any other id's UTF-8 bytes, without padding. An id has 1 to "
            + User.MAX_ID_LENGTH
            + " characters, is not blank and contains no control characters.");
  }

  private void requireAdmin() {
    if (!caller.isAdmin()) {
      throw new ServiceException(ErrorCode.FORBIDDEN, "This operation requires the admin role.");
    }
  }
}
