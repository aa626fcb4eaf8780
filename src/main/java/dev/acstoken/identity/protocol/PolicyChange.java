package dev.acstoken.identity.protocol;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import java.util.Optional;

/**
 * Changes access policies. If the new policy is narrower, the mapping is marked as {@link
 * Mapping.State#REVOKING} in the same write, and the identity's tokens are revoked.
 */
final class PolicyChange {

  private final CommunicationIdentities acs;
  private final MappingStore store;
  private final IntentLog log;

  PolicyChange(CommunicationIdentities acs, MappingStore store, IntentLog log) {
    this.acs = acs;
    this.store = store;
    this.log = log;
  }

  /**
   * Stores an access policy for the user. If it is narrower than the current one, records the
   * change in the intent log first, and revokes the tokens of the identity afterwards.
   *
   * <p>A failure before the policy is stored changes nothing. After a later failure, the next
   * request for the user or {@link Recovery} revokes the tokens.
   *
   * @param account the account as it was read, without a pending change
   * @param isNarrower whether the policy lacks any scope of the current one, so that the tokens
   *     have to be revoked
   * @return the account with the policy; empty if the write of the policy failed its condition, so
   *     that the caller has to read the account again. An entry in the intent log then stays until
   *     {@link Recovery} removes it.
   */
  Optional<Account> apply(
      Account account, AccessPolicy policy, boolean isNarrower, RequestContext context) {
    Account changed = account.withPolicy(policy);
    Optional<Mapping> mapping = account.mapping().filter(acs::belongsToThisResource);
    return isNarrower && mapping.isPresent()
        ? applyAndRevoke(changed, mapping.get(), context)
        : store.replace(changed, context);
  }

  private Optional<Account> applyAndRevoke(
      Account changed, Mapping mapping, RequestContext context) {
    PendingChange pending = log.begin(PendingChange.Kind.POLICY, mapping, context);
    Optional<Account> revoking = store.replace(changed.withState(Mapping.State.REVOKING), context);
    if (revoking.isEmpty()) {
      return revoking;
    }
    Optional<Account> completed = complete(revoking.get(), mapping, context);
    BestEffort.run(() -> log.complete(pending, context));
    return completed.or(() -> revoking);
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
  Optional<Account> complete(Account account, Mapping mapping, RequestContext context) {
    if (acs.belongsToThisResource(mapping)) {
      var unused = acs.revokeTokens(mapping.communicationUserId(), context);
    }
    return store.replace(account.withState(Mapping.State.ACTIVE), context);
  }
}
