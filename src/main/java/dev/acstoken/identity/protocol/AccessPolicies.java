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
   * Returns the user's current access, and refuses a blocked user. A pending change of the user is
   * completed first.
   *
   * @throws ServiceException with {@link ErrorCode#SCOPE_NOT_ALLOWED} if the user is blocked
   */
  public Access requireNotBlocked(User user, RequestContext context) {
    Account account = accounts.find(user, context);
    AccessPolicy.requireNotBlocked(account.policy());
    return access(account);
  }

  /**
   * Sets a custom policy for the user. When this method returns, every token with a scope that the
   * policy does not allow is revoked, and no valid token with such a scope is released afterwards.
   * A revoked one may be, by a request that was slow after ACS had issued it. A policy without
   * scopes blocks the user.
   *
   * <p>Nothing changes if the user already has the policy. The change starts over if another
   * request changes the account at the same time. If this method fails, the policy may be stored
   * already. The pending revocation is then completed by the next request for the user or by {@link
   * Recovery}.
   *
   * @param precondition checks whether the caller wants to change the current access
   * @throws ServiceException with {@link ErrorCode#PRECONDITION_FAILED} if the precondition is not
   *     met, among other errors
   */
  public Access set(User user, ScopeSet scopes, Precondition precondition, RequestContext context) {
    var change = StateChange.of(StateChange.Kind.ACCESS_SET).withScopes(scopes);
    return put(user, AccessPolicy.custom(scopes), change, precondition, context);
  }

  /**
   * Removes the user's custom policy, so that the configured policy applies. Has the same
   * guarantees and errors as {@link #set}.
   */
  public Access reset(User user, Precondition precondition, RequestContext context) {
    var change = StateChange.of(StateChange.Kind.ACCESS_RESET);
    return put(user, AccessPolicy.INHERITED, change, precondition, context);
  }

  private Access put(
      User user,
      AccessPolicy requested,
      StateChange change,
      Precondition precondition,
      RequestContext context) {
    return OptimisticRetry.run(
        context,
        () -> {
          Account account = accounts.find(user, context);
          Access current = access(account);
          boolean isDone = account.policy().equals(requested);
          precondition.check(current, isDone);
          if (isDone) {
            return Optional.of(current);
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
    if (stored.filter(Account::isChanging).isPresent()) {
      var unused = accounts.find(account.user(), context);
    }
    return stored;
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
  public record Access(User user, ScopeSet scopes, boolean isDefault) {

    public boolean isBlocked() {
      return scopes.isEmpty();
    }
  }

  /** The condition under which a caller wants to change a user's access. */
  @FunctionalInterface
  public interface Precondition {

    /** The precondition of a caller who wants the change in any case. */
    Precondition NONE = (current, isDone) -> {};

    /**
     * Checks the condition.
     *
     * @param current the user's current access
     * @param isDone whether the user already has the policy that the caller asks for
     * @throws ServiceException with {@link ErrorCode#PRECONDITION_FAILED} if it is not met
     */
    void check(Access current, boolean isDone);
  }
}
