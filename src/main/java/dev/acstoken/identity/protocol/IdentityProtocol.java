package dev.acstoken.identity.protocol;

import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.IdentityRules;
import dev.acstoken.identity.MappingStore;
import java.time.InstantSource;

/**
 * Builds the operations of this package. They share one account cache, and one single flight, so
 * that this process makes at most one creation for a user at a time.
 */
public final class IdentityProtocol {

  private final Identities identities;
  private final Tokens tokens;
  private final AccessPolicies accessPolicies;
  private final Recovery recovery;
  private final ForeignIdentities foreignIdentities;

  public IdentityProtocol(
      CommunicationIdentities acs,
      MappingStore mappings,
      IntentLog log,
      IdentityRules rules,
      InstantSource clock) {
    this(acs, mappings, log, rules, clock, Pause.SLEEP, Stopwatch.SYSTEM);
  }

  IdentityProtocol(
      CommunicationIdentities acs,
      MappingStore mappings,
      IntentLog log,
      IdentityRules rules,
      InstantSource clock,
      Pause pause,
      Stopwatch stopwatch) {
    var cache = new AccountCache(rules.formerNames());
    var store = new CacheEvictingStore(new MovedUsers(mappings, rules.formerNames()), cache);
    foreignIdentities = new ForeignIdentities(rules.resource(), clock);
    var loss = new IdentityLoss(store, rules.lossPeriod(), clock);
    var revocation = new Revocation(acs, store, foreignIdentities, loss);
    var deletion = new Deletion(acs, store, log, foreignIdentities);
    var policyChange = new PolicyChange(store, log, foreignIdentities, revocation, pause);
    var adoption = new Adoption(acs, store, log, rules.resource(), clock);
    var accounts =
        new Accounts(
            foreignIdentities,
            store,
            cache,
            deletion,
            policyChange,
            adoption,
            rules.readsAhead(),
            stopwatch);
    var provisioning =
        new Provisioning(acs, store, log, rules.resource(), accounts, deletion, clock);
    identities = new Identities(acs, store, accounts, provisioning, adoption, deletion);
    tokens =
        new Tokens(
            acs, accounts, provisioning, revocation, loss, new ReplacementLimit(clock), log, rules);
    accessPolicies = new AccessPolicies(accounts, policyChange, rules.tokens());
    recovery = new Recovery(store, log, accounts, deletion, revocation, clock);
  }

  public Identities identities() {
    return identities;
  }

  public Tokens tokens() {
    return tokens;
  }

  public AccessPolicies accessPolicies() {
    return accessPolicies;
  }

  public Recovery recovery() {
    return recovery;
  }

  public ForeignIdentities foreignIdentities() {
    return foreignIdentities;
  }
}
