package dev.acstoken.identity.protocol;

import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.TokenPolicy;
import java.time.Duration;
import java.time.InstantSource;

/** Builds the protocol for tests in which no time passes. */
public final class ProtocolWithoutPauses {

  private ProtocolWithoutPauses() {}

  public static IdentityProtocol of(
      CommunicationIdentities acs,
      MappingStore mappings,
      IntentLog log,
      TokenPolicy policy,
      AcsResource resource,
      Duration lossPeriod,
      InstantSource clock) {
    return new IdentityProtocol(
        acs, mappings, log, policy, resource, lossPeriod, clock, (time, context) -> {});
  }
}
