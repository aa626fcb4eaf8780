package dev.acstoken.identity;

import java.time.Instant;

/**
 * The stored word on which ACS identity is whose.
 *
 * @param user whose
 * @param communicationUserId which
 * @param acsEndpoint the ACS resource that knows the identity
 * @param state where in its life the identity is
 * @param createdOn when the identity was mapped
 */
public record Mapping(
    User user,
    CommunicationUserId communicationUserId,
    String acsEndpoint,
    State state,
    Instant createdOn) {

  /**
   * Where in its life a mapped identity is. Whoever reads anything but {@link #ACTIVE} finishes a
   * job that may have been interrupted.
   */
  public enum State {
    ACTIVE,
    /** A scope was taken away, and the tokens that may carry it are to be revoked. */
    REVOKING,
    /** The identity is to be deleted at ACS, and the mapping after it. */
    DELETING
  }

  public static Mapping active(
      User user, CommunicationUserId id, String acsEndpoint, Instant createdOn) {
    return new Mapping(user, id, acsEndpoint, State.ACTIVE, createdOn);
  }

  Mapping in(State newState) {
    return new Mapping(user, communicationUserId, acsEndpoint, newState, createdOn);
  }

  public boolean isSameIdentityAs(Mapping other) {
    return communicationUserId.equals(other.communicationUserId)
        && acsEndpoint.equals(other.acsEndpoint);
  }
}
