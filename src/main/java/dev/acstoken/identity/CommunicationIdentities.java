package dev.acstoken.identity;

import java.util.Optional;

/**
 * The port to the identities of one ACS resource.
 *
 * <p>Every method may throw {@link ServiceException} with {@link ErrorCode#ACS_THROTTLED}, {@link
 * ErrorCode#ACS_REJECTED} or {@link ErrorCode#ACS_UNAVAILABLE}, the last also when the deadline
 * passes; the requested change may then have happened or not. Implementations retry what is
 * idempotent within the deadline. They never retry a creation: ACS would create a second identity.
 */
public interface CommunicationIdentities {

  /** Returns the ACS resource's endpoint, without a trailing slash. */
  String endpoint();

  /** Creates an identity. */
  CommunicationUserId create(RequestContext context);

  /** Creates an identity and issues its first token in one call to ACS. */
  IdentityWithToken createWithToken(TokenGrant grant, RequestContext context);

  /** Issues a token; empty if ACS does not know the identity. */
  Optional<AccessToken> issueToken(
      CommunicationUserId id, TokenGrant grant, RequestContext context);

  /** Revokes every token issued so far; false if ACS does not know the identity. */
  boolean revokeTokens(CommunicationUserId id, RequestContext context);

  /**
   * Deletes the identity and with it its tokens. An identity that does not exist counts as deleted.
   */
  void delete(CommunicationUserId id, RequestContext context);

  /** Whether the mapped identity belongs to this ACS resource. */
  default boolean belongsToThisResource(Mapping mapping) {
    return mapping.acsEndpoint().equals(endpoint());
  }

  /**
   * An identity and its first token.
   *
   * @param id the new identity
   * @param token its first token
   */
  record IdentityWithToken(CommunicationUserId id, AccessToken token) {}
}
