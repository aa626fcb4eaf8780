package dev.acstoken.identity;

import java.time.Instant;

/**
 * Which ACS identity belongs to a user.
 *
 * @param user the identity's owner
 * @param communicationUserId the identity's id at ACS
 * @param acsEndpoint the ACS resource that the identity belongs to
 * @param state whether a change of the identity is pending
 * @param createdOn when the identity was mapped
 */
public record Mapping(
    User user,
    CommunicationUserId communicationUserId,
    String acsEndpoint,
    State state,
    Instant createdOn) {

  /**
   * Whether a change of the identity is pending. A reader of any state but {@link #ACTIVE}
   * completes the change, because its author may have been interrupted.
   */
  public enum State {
    ACTIVE,
    /** A scope was taken away, and the tokens that may carry it are to be revoked. */
    REVOKING,
    /** The identity is to be deleted at ACS, and then the mapping. */
    DELETING
  }

  public static Mapping active(
      User user, CommunicationUserId id, String acsEndpoint, Instant createdOn) {
    return new Mapping(user, id, acsEndpoint, State.ACTIVE, createdOn);
  }

  public Mapping withState(State newState) {
    return new Mapping(user, communicationUserId, acsEndpoint, newState, createdOn);
  }

  public boolean isSameIdentityAs(Mapping other) {
    return communicationUserId.equals(other.communicationUserId)
        && acsEndpoint.equals(other.acsEndpoint);
  }
}
