package dev.acstoken.identity.protocol;

import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.TokenPolicy;
import java.time.Duration;
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

  /**
   * Builds the operations.
   *
   * @param lossPeriod the time for which ACS must deny that it knows an identity before the
   *     identity counts as lost
   */
  public IdentityProtocol(
      CommunicationIdentities acs,
      MappingStore mappings,
      IntentLog log,
      TokenPolicy policy,
      AcsResource resource,
      Duration lossPeriod,
      InstantSource clock) {
    this(acs, mappings, log, policy, resource, lossPeriod, clock, Pause.SLEEP);
  }

  IdentityProtocol(
      CommunicationIdentities acs,
      MappingStore mappings,
      IntentLog log,
      TokenPolicy policy,
      AcsResource resource,
      Duration lossPeriod,
      InstantSource clock,
      Pause pause) {
    var cache = new AccountCache();
    var store = new CacheEvictingStore(mappings, cache);
    foreignIdentities = new ForeignIdentities(resource, clock);
    var loss = new IdentityLoss(store, lossPeriod, clock);
    var revocation = new Revocation(acs, store, foreignIdentities, loss);
    var deletion = new Deletion(acs, store, log, foreignIdentities);
    var policyChange = new PolicyChange(store, log, foreignIdentities, revocation, pause);
    var accounts = new Accounts(foreignIdentities, store, cache, deletion, policyChange);
    var provisioning = new Provisioning(acs, store, log, resource, accounts, deletion, clock);
    identities = new Identities(acs, store, accounts, provisioning, deletion);
    tokens =
        new Tokens(
            acs,
            accounts,
            provisioning,
            revocation,
            loss,
            new ReplacementLimit(clock),
            log,
            resource,
            policy);
    accessPolicies = new AccessPolicies(accounts, policyChange, policy);
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
