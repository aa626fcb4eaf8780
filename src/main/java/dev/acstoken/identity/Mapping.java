package dev.acstoken.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * The stored word on which ACS identity is whose.
 *
 * @param user whose
 * @param communicationUserId which
 * @param acsEndpoint the ACS resource that knows the identity
 * @param state whether the identity lives or is being deleted
 * @param createdOn when the identity was mapped
 * @param allowedScopes the user's own policy; empty for the configured one
 * @param version what the store uses to notice a change since it was read; empty if not yet stored
 */
public record Mapping(
    User user,
    CommunicationUserId communicationUserId,
    String acsEndpoint,
    State state,
    Instant createdOn,
    Optional<Set<TokenScope>> allowedScopes,
    String version) {

  /** Where in its life a mapped identity is. */
  public enum State {
    ACTIVE,
    /** Marked by a deletion that may have been interrupted: whoever reads it finishes the job. */
    DELETING
  }

  public Mapping {
    allowedScopes = allowedScopes.map(Set::copyOf);
  }

  static Mapping active(User user, CommunicationUserId id, String acsEndpoint, Instant createdOn) {
    return new Mapping(user, id, acsEndpoint, State.ACTIVE, createdOn, Optional.empty(), "");
  }

  /** This mapping after its state was changed in the store. */
  public Mapping marked(State newState, String newVersion) {
    return new Mapping(
        user, communicationUserId, acsEndpoint, newState, createdOn, allowedScopes, newVersion);
  }

  boolean isActive() {
    return state == State.ACTIVE;
  }

  boolean isSameIdentityAs(Mapping other) {
    return communicationUserId.equals(other.communicationUserId)
        && acsEndpoint.equals(other.acsEndpoint);
  }
}
