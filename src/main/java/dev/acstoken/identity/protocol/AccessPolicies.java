package dev.acstoken.identity.protocol;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.Audit;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StateChange;
import dev.acstoken.identity.TokenPolicy;
import dev.acstoken.identity.User;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads, sets and resets users' access policies. */
public final class AccessPolicies {

  private final Accounts accounts;
  private final PolicyChange policyChange;
  private final TokenPolicy policy;

  AccessPolicies(Accounts accounts, PolicyChange policyChange, TokenPolicy policy) {
    this.accounts = accounts;
    this.policyChange = policyChange;
    this.policy = policy;
  }

  /** Returns the user's current access. A pending change of the user is completed first. */
  public Access get(User user, RequestContext context) {
    return access(accounts.find(user, context));
  }

  /**
   * Reads the user's row and refuses a blocked user. A pending change of the user is completed
   * first.
   *
   * @throws ServiceException with {@link ErrorCode#SCOPE_NOT_ALLOWED} if the user is blocked
   */
  public void requireNotBlocked(User user, RequestContext context) {
    AccessPolicy.requireNotBlocked(accounts.find(user, context).policy());
  }

  /**
   * Sets a custom policy for the user. When this method returns, every token with a scope that the
   * policy does not allow is revoked, and no such token is released afterwards. A policy without
   * scopes blocks the user.
   *
   * <p>Nothing changes if the user already has the policy, and {@code expected} is not evaluated
   * then. The change starts over if another request changes the account at the same time. If this
   * method fails, the policy may be stored already. The pending revocation is then completed by the
   * next request for the user or by {@link Recovery}.
   *
   * @param expected tests whether the current access is the one that the caller wants to change
   * @throws ServiceException with {@link ErrorCode#PRECONDITION_FAILED} if the test fails, among
   *     other errors
   */
  public Access set(
      User user, ScopeSet scopes, Predicate<Access> expected, RequestContext context) {
    var change = StateChange.of(StateChange.Kind.ACCESS_SET).withScopes(scopes);
    return put(user, AccessPolicy.custom(scopes), change, expected, context);
  }

  /**
   * Removes the user's custom policy, so that the configured policy applies. Has the same
   * guarantees and errors as {@link #set}.
   */
  public Access reset(User user, Predicate<Access> expected, RequestContext context) {
    var change = StateChange.of(StateChange.Kind.ACCESS_RESET);
    return put(user, AccessPolicy.INHERITED, change, expected, context);
  }

  private Access put(
      User user,
      AccessPolicy requested,
      StateChange change,
      Predicate<Access> expected,
      RequestContext context) {
    return OptimisticRetry.run(
        context,
        () -> {
          Account account = accounts.find(user, context);
          if (account.policy().equals(requested)) {
            return Optional.of(access(account));
          }
          if (!expected.test(access(account))) {
            throw new ServiceException(
                ErrorCode.PRECONDITION_FAILED,
                "The current access policy does not match If-Match.");
          }
          return apply(account, requested, change.withUser(user), context);
        });
  }

  // A failure leaves the outcome unknown: the policy may be stored although the revocation that
  // follows it failed.
  private Optional<Access> apply(
      Account account, AccessPolicy requested, StateChange change, RequestContext context) {
    boolean isNarrower =
        !policy.allowedScopes(requested).containsAll(policy.allowedScopes(account.policy()));
    Optional<Account> changed =
        Audit.attemptSteps(
            change, context, () -> applyAndComplete(account, requested, isNarrower, context));
    if (changed.isPresent()) {
      context.observer().onChange(change);
    }
    return changed.map(this::access);
  }

  // Another request may have changed the account after the policy was stored, so that the change is
  // still pending. The read completes it.
  private Optional<Account> applyAndComplete(
      Account account, AccessPolicy requested, boolean isNarrower, RequestContext context) {
    Optional<Account> stored = policyChange.apply(account, requested, isNarrower, context);
    if (stored.filter(AccessPolicies::isPending).isPresent()) {
      var unused = accounts.find(account.user(), context);
    }
    return stored;
  }

  private static boolean isPending(Account account) {
    return account.mapping().filter(it -> it.state() != Mapping.State.ACTIVE).isPresent();
  }

  private Access access(Account account) {
    return new Access(
        account.user(),
        policy.allowedScopes(account.policy()),
        account.policy().equals(AccessPolicy.INHERITED));
  }

  /**
   * The access of a user.
   *
   * @param user the user
   * @param scopes the scopes that the user may have; none for a blocked user
   * @param isDefault whether the user has the configured policy and no custom one
   */
  public record Access(User user, ScopeSet scopes, boolean isDefault) {}
}
