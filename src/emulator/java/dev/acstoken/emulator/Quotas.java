package dev.acstoken.emulator;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * The number of requests that each operation accepts in one window. An operation without an entry
 * has no limit.
 */
public record Quotas(Map<Operation, Integer> limits, Duration window) {

  /** Copies the limits. */
  public Quotas {
    limits = Map.copyOf(limits);
  }

  /** Returns no limits. */
  public static Quotas none() {
    return new Quotas(Map.of(), Duration.ofSeconds(30));
  }

  /** Returns the limits that ACS publishes for one resource. */
  public static Quotas published() {
    Map<Operation, Integer> limits = new EnumMap<>(Operation.class);
    limits.put(Operation.CREATE_IDENTITY, 1000);
    limits.put(Operation.ISSUE_TOKEN, 1000);
    limits.put(Operation.REVOKE_TOKENS, 500);
    limits.put(Operation.DELETE_IDENTITY, 500);
    limits.put(Operation.EXCHANGE_TEAMS_TOKEN, 500);
    return new Quotas(limits, Duration.ofSeconds(30));
  }
}
