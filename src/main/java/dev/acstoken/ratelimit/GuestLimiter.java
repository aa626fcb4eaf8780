package dev.acstoken.ratelimit;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import io.github.bucket4j.TimeMeter;

/**
 * Limits the requests of guests, who have no token that identifies them. A right code is never
 * limited because others guess.
 */
public final class GuestLimiter {

  private final KeyedBuckets<String> invitations;
  private final RequestBucket newTokens;
  private final RequestBucket guesses;

  /**
   * Creates a limiter.
   *
   * @param newTokens the bucket of IssueToken requests of all callers together
   */
  GuestLimiter(RateLimits limits, RequestBucket newTokens, TimeMeter clock) {
    this.invitations = new KeyedBuckets<>(limits.joinsOfInvitation(), clock);
    this.newTokens = newTokens;
    this.guesses = limits.guesses().newBucket(clock);
  }

  /**
   * Takes one request to join from the invitation's bucket. Call it only for a request with the
   * right code, because a stranger can invent the id of an invitation.
   *
   * @param invitationId the id of an invitation
   * @throws ServiceException with {@link ErrorCode#RATE_LIMITED} if the bucket is empty
   */
  public void acquireJoin(String invitationId) {
    invitations.of(invitationId).take("Too many guests are joining with this invitation.");
  }

  /**
   * Takes one IssueToken request from the bucket that all callers share, so that guests leave a
   * part of the ACS resource's quota to users who refresh their tokens. If it is refused, the
   * invitation's bucket gets the request to join back. Call it after {@link #acquireJoin}, and only
   * if the guest may get a token, because codes of full and expired invitations are worth nothing
   * and may be public.
   *
   * @param invitationId the id of an invitation
   * @throws ServiceException with {@link ErrorCode#RATE_LIMITED} if the bucket is empty
   */
  public void acquireToken(String invitationId) {
    newTokens.takeOrGiveBack(
        invitations.of(invitationId), "All callers together have sent too many token requests.");
  }

  /**
   * Takes one request with a wrong code from the bucket that all such requests share.
   *
   * @throws ServiceException with {@link ErrorCode#RATE_LIMITED} if the bucket is empty
   */
  public void acquireGuess() {
    guesses.take("Too many requests had a wrong invitation code.");
  }
}
