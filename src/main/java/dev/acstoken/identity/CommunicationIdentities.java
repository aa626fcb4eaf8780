package dev.acstoken.identity;

import java.util.Optional;

/**
 * The port to the identities of one ACS resource.
 *
 * <p>Every method that calls ACS may throw {@link ServiceException} with {@link
 * ErrorCode#ACS_THROTTLED}, {@link ErrorCode#ACS_REJECTED} or {@link ErrorCode#ACS_UNAVAILABLE}.
 * {@link ErrorCode#ACS_UNAVAILABLE} is also the error when the deadline passes. The requested
 * change may or may not have happened then.
 *
 * <p>ACS does not know an identity that was never created at this resource or was deleted. An
 * identity of another resource is unknown, too, whatever ACS calls it.
 *
 * <p>Implementations retry idempotent calls within the deadline. They never retry a creation,
 * because ACS would create a second identity.
 */
public interface CommunicationIdentities {

  /** Returns the ACS resource's endpoint, without a trailing slash. */
  String endpoint();

  /** Creates an identity. This call is not idempotent. */
  CommunicationUserId create(RequestContext context);

  /**
   * Creates an identity and issues its first token in one call to ACS. This call is not idempotent.
   */
  IdentityWithToken createWithToken(TokenGrant grant, RequestContext context);

  /**
   * Issues a token. Implementations may retry this call: at worst, ACS issues another token that
   * nobody receives.
   *
   * @return the token; empty if ACS itself responds that it does not know the identity
   */
  Optional<AccessToken> issueToken(
      CommunicationUserId id, TokenGrant grant, RequestContext context);

  /**
   * Revokes every token that was issued for the identity so far. This call is idempotent.
   *
   * @return false if ACS itself responds that it does not know the identity
   */
  boolean revokeTokens(CommunicationUserId id, RequestContext context);

  /**
   * Deletes the identity, which also invalidates its tokens. This call is idempotent.
   *
   * @return false if ACS itself responds that it does not know the identity
   */
  boolean delete(CommunicationUserId id, RequestContext context);

  /**
   * An identity and its first token.
   *
   * @param id the new identity
   * @param token its first token
   */
  record IdentityWithToken(CommunicationUserId id, AccessToken token) {}
}
