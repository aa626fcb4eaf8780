package dev.acstoken.identity;

import java.util.Optional;

/**
 * The identities of one ACS resource.
 *
 * <p>Every method may throw {@link IdentityException} with {@link Failure#ACS_THROTTLED}, {@link
 * Failure#ACS_REJECTED} or {@link Failure#ACS_UNAVAILABLE}, the last also when the deadline passes;
 * what was asked may then have happened or not. Implementations repeat what is safe to repeat
 * within the deadline. They never repeat a creation: ACS would make a second identity.
 */
public interface CommunicationIdentities {

  /** The ACS resource's endpoint, without a trailing slash. */
  String endpoint();

  CommunicationUserId create(Deadline deadline);

  /** Creates an identity and issues its first token in one call to ACS. */
  IdentityWithToken createWithToken(TokenGrant grant, Deadline deadline);

  /** A new token; empty if ACS does not know the identity. */
  Optional<AccessToken> issueToken(CommunicationUserId id, TokenGrant grant, Deadline deadline);

  /** Ends the validity of every token issued so far; false if ACS does not know the identity. */
  boolean revokeTokens(CommunicationUserId id, Deadline deadline);

  /**
   * Deletes the identity and with it its tokens. An identity that is not there counts as deleted.
   */
  void delete(CommunicationUserId id, Deadline deadline);

  /**
   * @param id the new identity
   * @param token its first token
   */
  record IdentityWithToken(CommunicationUserId id, AccessToken token) {}
}
