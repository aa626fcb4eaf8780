package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Decides whether a mapped identity is lost, when ACS responds that it does not know it. ACS has
 * said so of identities that exist, so the first such response is only recorded. The identity
 * counts as lost when ACS still says so after the loss period.
 *
 * @see <a href="https://github.com/Azure/azure-sdk-for-js/issues/19849">azure-sdk-for-js, issue
 *     19849</a>
 */
final class IdentityLoss {

  // ACS may know the identity again at any time, so callers should not wait for the whole period.
  private static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(1);

  private final MappingStore store;
  private final Duration lossPeriod;
  private final InstantSource clock;

  IdentityLoss(MappingStore store, Duration lossPeriod, InstantSource clock) {
    this.store = store;
    this.lossPeriod = lossPeriod;
    this.clock = clock;
  }

  /**
   * Handles a response in which ACS denied that it knows the account's identity.
   *
   * @param account the account as it was read before the call to ACS
   * @return true if the identity is lost; false if another request changed the account, so that the
   *     caller has to read it again
   * @throws ServiceException with {@link ErrorCode#IDENTITY_UNCONFIRMED} if it is too early to tell
   */
  boolean confirm(Account account, RequestContext context) {
    Instant now = now();
    Optional<Instant> since = account.mapping().flatMap(Mapping::unknownSince);
    if (since.isEmpty()
        && store.replace(account.withUnknownSince(Optional.of(now)), context).isEmpty()) {
      return false;
    }
    requirePassed(since.orElse(now), now);
    return true;
  }

  /** Does the same as {@link #confirm} for a previous identity, and returns if it is lost. */
  void confirmPrevious(Mapping previous, RequestContext context) {
    Instant now = now();
    if (previous.unknownSince().isEmpty()) {
      store.updatePrevious(previous.withUnknownSince(Optional.of(now)), context);
    }
    requirePassed(previous.unknownSince().orElse(now), now);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private void requirePassed(Instant since, Instant now) {
    Duration left = Duration.between(now, since.plus(lossPeriod));
    if (left.isNegative() || left.isZero()) {
      return;
    }
    throw unconfirmed(left.compareTo(MAX_RETRY_AFTER) < 0 ? left : MAX_RETRY_AFTER)
        .withLogMessage(
            "ACS has not known a mapped identity since %s. Nothing is replaced yet."
                .formatted(since));
  }

  static ServiceException unconfirmed(Duration retryAfter) {
    return new ServiceException(
        ErrorCode.IDENTITY_UNCONFIRMED,
        "Azure Communication Services does not know the user's identity at the moment.",
        retryAfter);
  }
}
