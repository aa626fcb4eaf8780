package dev.acstoken.identity.protocol;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import java.util.Optional;

/** Changes access policies: stores the policy, then revokes the tokens that exceed it. */
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
   * Gives the user an access policy.
   *
   * @param isNarrower whether the policy lacks a scope of the current one, so that tokens have to
   *     be revoked
   * @return the account with the policy; empty if the account had changed since it was read
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
   * Completes the revocation that follows a policy. The policy is stored already, so a token that
   * is issued from now on does not exceed it.
   *
   * @return the account without the mark; empty if another caller was faster to store it
   */
  Optional<Account> complete(Account account, Mapping mapping, RequestContext context) {
    if (acs.belongsToThisResource(mapping)) {
      var unused = acs.revokeTokens(mapping.communicationUserId(), context);
    }
    return store.replace(account.withState(Mapping.State.ACTIVE), context);
  }
}
