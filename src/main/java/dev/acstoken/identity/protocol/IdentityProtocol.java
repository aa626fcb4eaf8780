package dev.acstoken.identity.protocol;

import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.TokenPolicy;
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

  public IdentityProtocol(
      CommunicationIdentities acs,
      MappingStore mappings,
      IntentLog log,
      TokenPolicy policy,
      InstantSource clock) {
    var cache = new AccountCache();
    var store = new CacheEvictingStore(mappings, cache);
    var deletion = new Deletion(acs, store, log);
    var policyChange = new PolicyChange(acs, store, log);
    var accounts = new Accounts(acs, store, cache, deletion, policyChange);
    var provisioning = new Provisioning(acs, store, log, accounts, deletion, clock);
    identities = new Identities(acs, store, accounts, provisioning, deletion);
    tokens = new Tokens(acs, accounts, provisioning, deletion, policy);
    accessPolicies = new AccessPolicies(accounts, policyChange, policy);
    recovery = new Recovery(store, log, accounts, deletion, clock);
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
}
