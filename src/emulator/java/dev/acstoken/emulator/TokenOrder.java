package dev.acstoken.emulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The scopes and the lifetime that a request asks for, checked as ACS checks them. */
record TokenOrder(List<String> scopes, Duration lifetime) {

  private static final int SHORTEST = 60;
  private static final int LONGEST = 1440;

  static Optional<TokenOrder> ofCreation(Map<?, ?> body, ApiVersion version) {
    Duration lifetime = lifetime(body, version);
    List<String> scopes = strings(body.get("createTokenWithScopes"), "CreateTokenWithScopes");
    if (scopes.isEmpty()) {
      return Optional.empty();
    }
    requireKnown(scopes, version);
    return Optional.of(new TokenOrder(scopes, lifetime));
  }

  static TokenOrder ofIssue(Map<?, ?> body, ApiVersion version) {
    if (body.get("scopes") == null) {
      throw Refusal.invalid("Scopes", "Scopes: The Scopes field is required.");
    }
    List<String> scopes = strings(body.get("scopes"), "Scopes");
    if (scopes.isEmpty()) {
      throw Refusal.invalid("scopes", "Invalid scopes - Scopes field is required.");
    }
    requireKnown(scopes, version);
    return new TokenOrder(scopes, lifetime(body, version));
  }

  private static void requireKnown(List<String> scopes, ApiVersion version) {
    var unknown = new TreeSet<>(version.unknownScopes(scopes));
    if (!unknown.isEmpty()) {
      throw Refusal.invalid(
          "scopes",
          "Invalid scopes - %s not supported by api-version %s."
              .formatted(String.join(", ", unknown), version));
    }
  }

  private static Duration lifetime(Map<?, ?> body, ApiVersion version) {
    Object minutes = version.customExpiry() ? body.get("expiresInMinutes") : null;
    if (minutes == null) {
      return Duration.ofMinutes(LONGEST);
    }
    if (minutes instanceof Integer number && number >= SHORTEST && number <= LONGEST) {
      return Duration.ofMinutes(number);
    }
    throw Refusal.invalid(
        "ExpiresInMinutes",
        "ExpiresInMinutes value %s is invalid. Value must be within the [%d, %d] interval."
            .formatted(minutes, SHORTEST, LONGEST));
  }

  private static List<String> strings(@Nullable Object value, String field) {
    if (value == null) {
      return List.of();
    }
    List<String> strings = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof String string) {
          strings.add(string);
        }
      }
      if (strings.size() == list.size()) {
        return strings.stream().distinct().toList();
      }
    }
    throw Refusal.invalid(field, field + ": Not an array of strings.");
  }
}
