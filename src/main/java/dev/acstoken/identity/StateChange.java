package dev.acstoken.identity;

import java.util.Optional;

/**
 * A change that was made or attempted, for the audit.
 *
 * @param kind the kind of change
 * @param outcome the known effect of the change
 * @param user the affected user; if empty, the user that the request is about
 * @param identity the affected ACS identity; empty if it is unknown
 * @param scopes the scopes of the token, of the access policy or of the invitation; none for the
 *     other kinds
 * @param invitation the pseudonym of the affected invitation, if there is one
 */
public record StateChange(
    Kind kind,
    Outcome outcome,
    Optional<User> user,
    Optional<CommunicationUserId> identity,
    ScopeSet scopes,
    Optional<String> invitation) {

  /** The kinds of changes. */
  public enum Kind {
    IDENTITY_CREATED("identity_created"),
    IDENTITY_DELETED("identity_deleted"),
    /** An existing identity was mapped to a user. */
    IDENTITY_ADOPTED("identity_adopted"),
    TOKEN_ISSUED("token_issued"),
    TOKENS_REVOKED("tokens_revoked"),
    TEAMS_TOKEN_EXCHANGED("teams_token_exchanged"),
    ACCESS_SET("access_set"),
    ACCESS_RESET("access_reset"),
    /** An identity that ACS has lost was replaced. The event names the lost identity. */
    IDENTITY_REPLACED("identity_replaced"),
    /**
     * An identity of a former ACS resource was replaced, as the operator has declared. The event
     * names the former identity.
     */
    FOREIGN_IDENTITY_REPLACED("foreign_identity_replaced"),
    INVITATION_CREATED("invitation_created"),
    /** A repeated creation gave an invitation a new code. */
    INVITATION_CODE_REPLACED("invitation_code_replaced"),
    /** An invitation was ended, or was found to have expired. */
    INVITATION_ENDED("invitation_ended"),
    /** A guest took a place of an invitation. */
    GUEST_JOINED("guest_joined"),
    /** An interrupted change was completed, or an orphaned identity was deleted. */
    RECOVERED("swept");

    private final String eventName;

    Kind(String eventName) {
      this.eventName = eventName;
    }

    /** Returns the name in audit events. It never changes, because queries depend on it. */
    public String eventName() {
      return eventName;
    }
  }

  /** The known effect of a change. */
  public enum Outcome {
    DONE,
    NOT_DONE,
    /** Nothing was changed, because ACS itself responded that it does not know the identity. */
    ABSENT,
    /** The change was requested, and no response tells whether it happened. */
    UNKNOWN
  }

  public static StateChange of(Kind kind) {
    return new StateChange(
        kind, Outcome.DONE, Optional.empty(), Optional.empty(), ScopeSet.NONE, Optional.empty());
  }

  public StateChange withIdentity(CommunicationUserId id) {
    return new StateChange(kind, outcome, user, Optional.of(id), scopes, invitation);
  }

  public StateChange withUser(User owner) {
    return new StateChange(kind, outcome, Optional.of(owner), identity, scopes, invitation);
  }

  public StateChange withScopes(ScopeSet newScopes) {
    return new StateChange(kind, outcome, user, identity, newScopes, invitation);
  }

  public StateChange withInvitation(String pseudonym) {
    return new StateChange(kind, outcome, user, identity, scopes, Optional.of(pseudonym));
  }

  StateChange withOutcome(Outcome newOutcome) {
    return new StateChange(kind, newOutcome, user, identity, scopes, invitation);
  }
}
