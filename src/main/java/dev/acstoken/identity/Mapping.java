package dev.acstoken.identity;

import java.time.Instant;
import java.util.Optional;

/**
 * The assignment of an ACS identity to a user.
 *
 * @param user the identity's owner
 * @param communicationUserId the identity's id at ACS
 * @param acsEndpoint the endpoint of the ACS resource that the identity belongs to
 * @param state the change of the identity that is pending, if any
 * @param createdOn the time at which the mapping was created
 * @param unknownSince the time of the first response in which ACS itself denied that it knows the
 *     identity; empty if the last response of ACS confirmed the identity
 */
public record Mapping(
    User user,
    CommunicationUserId communicationUserId,
    String acsEndpoint,
    State state,
    Instant createdOn,
    Optional<Instant> unknownSince) {

  /**
   * The change of the identity that is pending, if any. A request that reads a state other than
   * {@link #ACTIVE} completes the change first, because the request that began it may have been
   * interrupted.
   */
  public enum State {
    /** No change is pending. */
    ACTIVE,
    /**
     * An existing identity is being adopted: ACS knows it, and its owner has to be stored. No token
     * of it is released yet.
     */
    ADOPTING,
    /** A scope was removed from the user's policy, and the user's tokens have to be revoked. */
    REVOKING,
    /** The identity has to be deleted at ACS, and then the mapping has to be removed. */
    DELETING
  }

  public static Mapping active(
      User user, CommunicationUserId id, String acsEndpoint, Instant createdOn) {
    return new Mapping(user, id, acsEndpoint, State.ACTIVE, createdOn, Optional.empty());
  }

  public Mapping withUser(User newUser) {
    return new Mapping(newUser, communicationUserId, acsEndpoint, state, createdOn, unknownSince);
  }

  public Mapping withState(State newState) {
    return new Mapping(user, communicationUserId, acsEndpoint, newState, createdOn, unknownSince);
  }

  public Mapping withUnknownSince(Optional<Instant> time) {
    return new Mapping(user, communicationUserId, acsEndpoint, state, createdOn, time);
  }

  /** Returns whether both mappings name the same ACS identity, for any user and in any state. */
  public boolean isSameIdentityAs(Mapping other) {
    return communicationUserId.equals(other.communicationUserId);
  }
}
