package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
import dev.acstoken.identity.StateChange;
import dev.acstoken.identity.TokenPolicy;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Says which scopes users may have, beyond what is configured for all. */
public final class AccessPolicies {

  private final Lifecycle lifecycle;
  private final TokenPolicy policy;

  public AccessPolicies(Lifecycle lifecycle, TokenPolicy policy) {
    this.lifecycle = lifecycle;
    this.policy = policy;
  }

  /** What the user may have now. */
  public Access get(User user, Deadline deadline) {
    return access(lifecycle.find(user, deadline));
  }

  /**
   * Gives the user a policy of their own. When this returns, every token that carries more is
   * revoked, and none will be released; without any scope the user is blocked. To ask again for
   * what already holds changes nothing, whatever is expected.
   *
   * @param expected what the caller takes for the present policy
   * @throws IdentityException with {@link Failure#CHANGED_MEANWHILE} if that is not what it is
   */
  public Access set(
      User user, Set<TokenScope> scopes, Predicate<Access> expected, Deadline deadline) {
    return put(user, Optional.of(scopes), expected, deadline);
  }

  /** As {@link #set}, back to what is configured for all. */
  public Access reset(User user, Predicate<Access> expected, Deadline deadline) {
    return put(user, Optional.empty(), expected, deadline);
  }

  private Access put(
      User user, Optional<Set<TokenScope>> scopes, Predicate<Access> expected, Deadline deadline) {
    for (int round = 1; ; round++) {
      Lifecycle.checkRound(round, deadline);
      Account account = lifecycle.find(user, deadline);
      if (account.allowedScopes().equals(scopes)) {
        return access(account);
      }
      if (!expected.test(access(account))) {
        throw new IdentityException(
            Failure.CHANGED_MEANWHILE, "The policy is not the one that If-Match names.");
      }
      boolean isNarrower =
          !policy.allowed(scopes).containsAll(policy.allowed(account.allowedScopes()));
      var change = change(user, scopes);
      var changed =
          change.attemptInSteps(
              deadline, () -> lifecycle.allow(account, scopes, isNarrower, deadline));
      if (changed.isPresent()) {
        deadline.observer().changed(change);
        return access(changed.get());
      }
    }
  }

  // The policy may be written although what follows from it failed: revoking what it takes away.
  private static StateChange change(User user, Optional<Set<TokenScope>> scopes) {
    return StateChange.of(
            scopes.isPresent() ? StateChange.Kind.ACCESS_SET : StateChange.Kind.ACCESS_RESET)
        .about(user)
        .with(scopes.orElse(Set.of()));
  }

  private Access access(Account account) {
    return new Access(
        account.user(), policy.allowed(account.allowedScopes()), account.allowedScopes().isEmpty());
  }

  /**
   * @param user whose
   * @param scopes what the user may have; none for a user who is blocked
   * @param isDefault whether that is what is configured for all
   */
  public record Access(User user, Set<TokenScope> scopes, boolean isDefault) {

    public Access {
      scopes = Set.copyOf(scopes);
    }
  }
}
