package dev.acstoken.emulator;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A change of one identity, as a line of the {@link IdentityJournal} describes it. */
sealed interface IdentityEvent {

  /** The id of the identity. */
  String id();

  /** Returns the members of the line. */
  Map<String, Object> json();

  /** The identity was created. */
  record Created(String id, Optional<String> customId, Instant at) implements IdentityEvent {
    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("created", id);
      json.put("at", at.toString());
      customId.ifPresent(it -> json.put("customId", it));
      return json;
    }
  }

  /**
   * Tokens were issued.
   *
   * @param serial the serial number of the last one
   * @param at when the last one was issued
   * @param tokens how many were issued; more than one only where several lines became one
   */
  record Issued(String id, long serial, Instant at, int tokens) implements IdentityEvent {
    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("issued", id);
      json.put("serial", serial);
      json.put("at", at.toString());
      json.put("tokens", tokens);
      return json;
    }
  }

  /** The tokens up to this serial number were revoked. */
  record Revoked(String id, long through) implements IdentityEvent {
    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("revoked", id);
      json.put("through", through);
      return json;
    }
  }

  /** The identity was deleted. */
  record Deleted(String id) implements IdentityEvent {
    @Override
    public Map<String, Object> json() {
      return Map.of("deleted", id);
    }
  }

  /** Returns the event that a line describes; empty if it describes none. */
  static Optional<IdentityEvent> of(Map<?, ?> json) {
    try {
      if (json.get("created") instanceof String id) {
        Optional<String> customId =
            json.get("customId") instanceof String text ? Optional.of(text) : Optional.empty();
        return Optional.of(new Created(id, customId, instant(json)));
      }
      if (json.get("issued") instanceof String id) {
        return Optional.of(
            new Issued(id, number(json, "serial"), instant(json), (int) number(json, "tokens")));
      }
      if (json.get("revoked") instanceof String id) {
        return Optional.of(new Revoked(id, number(json, "through")));
      }
      return json.get("deleted") instanceof String id
          ? Optional.of(new Deleted(id))
          : Optional.empty();
    } catch (DateTimeParseException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Instant instant(Map<?, ?> json) {
    return Instant.parse(String.valueOf(json.get("at")));
  }

  private static long number(Map<?, ?> json, String name) {
    return Long.parseLong(String.valueOf(json.get(name)));
  }
}
