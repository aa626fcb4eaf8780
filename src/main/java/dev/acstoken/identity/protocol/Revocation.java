package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import java.util.Optional;

/**
 * Revokes the tokens of a user's identities, the previous ones included. Every step may be
 * repeated.
 */
final class Revocation {

  private final CommunicationIdentities acs;
  private final MappingStore store;
  private final ForeignIdentities foreign;
  private final IdentityLoss loss;

  Revocation(
      CommunicationIdentities acs,
      MappingStore store,
      ForeignIdentities foreign,
      IdentityLoss loss) {
    this.acs = acs;
    this.store = store;
    this.foreign = foreign;
    this.loss = loss;
  }

  /**
   * Revokes the tokens of all identities of the account's user. Stores nothing about a success, so
   * the caller has to store the returned account.
   *
   * @param account the account as it was read
   * @return the account with what ACS has said about its identity; empty if another request changed
   *     the account, so that the caller has to read it again
   * @throws ServiceException with {@link ErrorCode#IDENTITY_UNCONFIRMED} if ACS does not know an
   *     identity and the identity is not lost for certain
   */
  Optional<Account> revoke(Account account, RequestContext context) {
    Optional<ServiceException> failure = revokePrevious(account.user(), context);
    Optional<Account> revoked = revokeCurrent(account, context);
    if (failure.isPresent()) {
      throw failure.get();
    }
    return revoked;
  }

  /** Does the same as {@link #revoke}, and stores the returned account if it differs. */
  Optional<Account> revokeAndStore(Account account, RequestContext context) {
    return revoke(account, context)
        .flatMap(
            revoked ->
                revoked.equals(account) ? Optional.of(account) : store.replace(revoked, context));
  }

  private Optional<Account> revokeCurrent(Account account, RequestContext context) {
    Optional<Mapping> current = account.mapping().filter(foreign::isOwn);
    if (current.isEmpty()) {
      return Optional.of(account);
    }
    if (acs.revokeTokens(current.get().communicationUserId(), context)) {
      return Optional.of(account.withUnknownSince(Optional.empty()));
    }
    return loss.confirm(account, context) ? Optional.of(account) : Optional.empty();
  }

  // Returns a failure instead of throwing it, because it must not keep the other identities from
  // being revoked.
  private Optional<ServiceException> revokePrevious(User user, RequestContext context) {
    Optional<ServiceException> failure = Optional.empty();
    for (Mapping previous : store.findPrevious(user, context)) {
      try {
        revokePrevious(previous, context);
      } catch (ServiceException e) {
        failure = Optional.of(e);
      }
    }
    return failure;
  }

  private void revokePrevious(Mapping previous, RequestContext context) {
    boolean isRevoked =
        !foreign.isOwnPrevious(previous)
            || acs.revokeTokens(previous.communicationUserId(), context);
    if (!isRevoked) {
      loss.confirmPrevious(previous, context);
    }
  }
}
