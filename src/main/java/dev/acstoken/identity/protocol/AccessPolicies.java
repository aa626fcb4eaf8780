package dev.acstoken.identity.protocol;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.Audit;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StateChange;
import dev.acstoken.identity.TokenPolicy;
import dev.acstoken.identity.User;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads, sets and resets the users' access policies. */
public final class AccessPolicies {

  private final Accounts accounts;
  private final PolicyChange policyChange;
  private final TokenPolicy policy;

  AccessPolicies(Accounts accounts, PolicyChange policyChange, TokenPolicy policy) {
    this.accounts = accounts;
    this.policyChange = policyChange;
    this.policy = policy;
  }

  /** Reads what the user may have. */
  public Access get(User user, RequestContext context) {
    return access(accounts.find(user, context));
  }

  /**
   * Gives the user a policy of their own. When this returns, every token that exceeds it is
   * revoked, and none will be released. Without any scope the user is blocked. A policy that the
   * user already has changes nothing, whatever is expected.
   *
   * @param expected whether the current policy is the one that the caller means to change
   * @throws ServiceException with {@link ErrorCode#PRECONDITION_FAILED} if it is not
   */
  public Access set(
      User user, ScopeSet scopes, Predicate<Access> expected, RequestContext context) {
    var change = StateChange.of(StateChange.Kind.ACCESS_SET).withScopes(scopes);
    return put(user, AccessPolicy.custom(scopes), change, expected, context);
  }

  /** As {@link #set}, back to the policy that is configured for all. */
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
                ErrorCode.PRECONDITION_FAILED, "The policy is not the one that If-Match names.");
          }
          return apply(account, requested, change.withUser(user), context);
        });
  }

  // The policy may have been stored although the revocation that follows it failed.
  private Optional<Access> apply(
      Account account, AccessPolicy requested, StateChange change, RequestContext context) {
    boolean isNarrower =
        !policy.allowedScopes(requested).containsAll(policy.allowedScopes(account.policy()));
    Optional<Account> changed =
        Audit.attemptSteps(
            change, context, () -> policyChange.apply(account, requested, isNarrower, context));
    if (changed.isPresent()) {
      context.observer().onChange(change);
    }
    return changed.map(this::access);
  }

  private Access access(Account account) {
    return new Access(
        account.user(),
        policy.allowedScopes(account.policy()),
        account.policy().equals(AccessPolicy.INHERITED));
  }

  /**
   * What a user may have.
   *
   * @param user the user
   * @param scopes what the user may have; none for a user who is blocked
   * @param isDefault whether that is what is configured for all
   */
  public record Access(User user, ScopeSet scopes, boolean isDefault) {}
}
