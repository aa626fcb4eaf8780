package dev.acstoken.identity.protocol;

import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.IdentityRules;
import dev.acstoken.identity.MappingStore;
import java.time.InstantSource;

/**
 * Builds the protocol for tests in which no time passes, so that no row may be read before ACS
 * issues a token.
 */
public final class ProtocolWithoutPauses {

  private ProtocolWithoutPauses() {}

  public static IdentityProtocol of(
      CommunicationIdentities acs,
      MappingStore mappings,
      IntentLog log,
      IdentityRules rules,
      InstantSource clock) {
    return new IdentityProtocol(
        acs,
        mappings,
        log,
        rules.withoutReadingAhead(),
        clock,
        (time, context) -> {},
        Stopwatch.SYSTEM);
  }
}
