package dev.acstoken.identity.protocol;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.StoredRow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Changes access policies. If the new policy is narrower, the mapping is marked as {@link
 * Mapping.State#REVOKING} in the same write, and the identity's tokens are revoked.
 */
final class PolicyChange {

  /**
   * The revocation waits for this time after the policy is stored, so that it also ends the tokens
   * that a {@link ReadLease} releases meanwhile. The additional second is there because the times
   * in tokens are whole seconds.
   */
  private static final Duration REVOCATION_DELAY = ReadLease.LENGTH.plusSeconds(1);

  private final MappingStore store;
  private final IntentLog log;
  private final ForeignIdentities foreign;
  private final Revocation revocation;
  private final Pause pause;

  PolicyChange(
      MappingStore store,
      IntentLog log,
      ForeignIdentities foreign,
      Revocation revocation,
      Pause pause) {
    this.store = store;
    this.log = log;
    this.foreign = foreign;
    this.revocation = revocation;
    this.pause = pause;
  }

  /**
   * Stores an access policy for the user. If it is narrower than the current one, records the
   * change in the intent log first, and revokes the tokens of the user's identities afterwards.
   *
   * <p>A failure before the policy is stored changes nothing. After a later failure, the next
   * request for the user or {@link Recovery} revokes the tokens.
   *
   * @param account the account as it was read, without a pending change
   * @param isNarrower whether the policy lacks any scope of the current one, so that the tokens
   *     have to be revoked
   * @return the account with the policy, still marked if another request changed it before the
   *     revocation was complete; empty if the write of the policy failed its condition, so that the
   *     caller has to read the account again. An entry in the intent log then stays until {@link
   *     Recovery} removes it.
   */
  Optional<Account> apply(
      Account account, AccessPolicy policy, boolean isNarrower, RequestContext context) {
    Account changed = account.withPolicy(policy);
    if (!isNarrower) {
      return store.replace(changed, context);
    }
    foreign.requireKnown(account);
    return account.mapping().isPresent()
        ? applyAndRevoke(changed, account.mapping().get(), context)
        : applyWithoutIdentity(changed, context);
  }

  private Optional<Account> applyAndRevoke(
      Account changed, Mapping mapping, RequestContext context) {
    PendingChange pending = log.begin(PendingChange.Kind.POLICY, mapping, context);
    Optional<Account> revoking = store.replace(changed.withState(Mapping.State.REVOKING), context);
    if (revoking.isEmpty()) {
      return revoking;
    }
    Optional<Account> completed = complete(revoking.get(), context);
    BestEffort.run(() -> log.complete(pending, context));
    return completed.or(() -> revoking);
  }

  // There is no mapping to mark, but a previous identity of the user may have tokens.
  private Optional<Account> applyWithoutIdentity(Account changed, RequestContext context) {
    List<Mapping> previous = store.findPrevious(changed.user(), context);
    if (previous.isEmpty()) {
      return store.replace(changed, context);
    }
    PendingChange pending = log.begin(PendingChange.Kind.REVOCATION, previous.get(0), context);
    Optional<Account> stored = store.replace(changed, context);
    if (stored.isPresent()) {
      pause.await(REVOCATION_DELAY, context);
      var unused = revocation.revoke(stored.get(), context);
      BestEffort.run(() -> log.complete(pending, context));
    }
    return stored;
  }

  /**
   * Completes the revocation that follows a change to a narrower policy. Revokes the tokens at ACS
   * and removes the mark. The policy is stored already, so tokens that are issued from now on
   * comply with it. Several callers may do so at once, and both steps may be repeated. If one
   * fails, the mark remains.
   *
   * @param account the account as it was read, with the marked mapping
   * @return the account without the mark; empty if another request changed the account first
   */
  Optional<Account> complete(Account account, RequestContext context) {
    Duration age = account.row().map(StoredRow::age).orElse(Duration.ZERO);
    if (age.compareTo(REVOCATION_DELAY) < 0) {
      pause.await(REVOCATION_DELAY.minus(age), context);
    }
    return revocation
        .revoke(account, context)
        .flatMap(revoked -> store.replace(revoked.withState(Mapping.State.ACTIVE), context));
  }
}
