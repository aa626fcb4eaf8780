package dev.acstoken.ratelimit;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenGrant;
import io.github.bucket4j.TimeMeter;
import java.util.Optional;

/**
 * Decorates the port to ACS: limits the identities that this process creates for all callers
 * together. A creation that exceeds the limit fails with {@link ErrorCode#RATE_LIMITED} before ACS
 * is called. Tokens of existing identities, revocations and deletions are not limited here.
 */
public final class CreationLimitedIdentities implements CommunicationIdentities {

  private final CommunicationIdentities acs;
  private final RequestBucket creations;

  public CreationLimitedIdentities(CommunicationIdentities acs, RateLimits limits) {
    this(acs, limits, TimeMeter.SYSTEM_MILLISECONDS);
  }

  CreationLimitedIdentities(CommunicationIdentities acs, RateLimits limits, TimeMeter clock) {
    this.acs = acs;
    this.creations = limits.newIdentities().newBucket(clock);
  }

  @Override
  public String endpoint() {
    return acs.endpoint();
  }

  @Override
  public CommunicationUserId create(RequestContext context) {
    takeCreation();
    return acs.create(context);
  }

  @Override
  public IdentityWithToken createWithToken(TokenGrant grant, RequestContext context) {
    takeCreation();
    return acs.createWithToken(grant, context);
  }

  @Override
  public Optional<AccessToken> issueToken(
      CommunicationUserId id, TokenGrant grant, RequestContext context) {
    return acs.issueToken(id, grant, context);
  }

  @Override
  public boolean revokeTokens(CommunicationUserId id, RequestContext context) {
    return acs.revokeTokens(id, context);
  }

  @Override
  public boolean delete(CommunicationUserId id, RequestContext context) {
    return acs.delete(id, context);
  }

  /**
   * Takes one creation from the bucket.
   *
   * @throws ServiceException with {@link ErrorCode#RATE_LIMITED} if the bucket is empty
   */
  private void takeCreation() {
    creations.take("Too many identities are being created for all callers together.");
  }
}
