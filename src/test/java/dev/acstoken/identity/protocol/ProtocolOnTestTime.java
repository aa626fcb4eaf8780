package dev.acstoken.identity.protocol;

import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.IdentityRules;
import dev.acstoken.identity.MappingStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Builds the protocol for tests that decide how much time passes. */
public final class ProtocolOnTestTime {

  private ProtocolOnTestTime() {}

  /**
   * Builds the protocol.
   *
   * @param stopwatch starts to measure, and returns how much time has passed since then
   * @param pause waits
   */
  public static IdentityProtocol of(
      CommunicationIdentities acs,
      MappingStore mappings,
      IntentLog log,
      IdentityRules rules,
      InstantSource clock,
      Supplier<Supplier<Duration>> stopwatch,
      Consumer<Duration> pause) {
    return new IdentityProtocol(
        acs,
        mappings,
        log,
        rules,
        clock,
        (duration, context) -> pause.accept(duration),
        stopwatch::get);
  }
}
