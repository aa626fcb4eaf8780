package dev.acstoken.emulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The scopes and the lifetime of a requested token, validated as ACS validates them. */
record RequestedToken(List<String> scopes, Duration lifetime) {

  private static final int MIN_MINUTES = 60;
  private static final int MAX_MINUTES = 1440;

  static Optional<RequestedToken> ofCreation(Map<?, ?> body, ApiVersion version) {
    Duration lifetime = lifetime(body, version);
    List<String> scopes = strings(body.get("createTokenWithScopes"), "CreateTokenWithScopes");
    if (scopes.isEmpty()) {
      return Optional.empty();
    }
    requireKnown(scopes, version);
    return Optional.of(new RequestedToken(scopes, lifetime));
  }

  static RequestedToken ofIssue(Map<?, ?> body, ApiVersion version) {
    if (body.get("scopes") == null) {
      throw AcsErrorException.required("Scopes");
    }
    List<String> scopes = strings(body.get("scopes"), "Scopes");
    if (scopes.isEmpty()) {
      throw AcsErrorException.invalid("scopes", "Invalid scopes - Scopes field is required.");
    }
    requireKnown(scopes, version);
    return new RequestedToken(scopes, lifetime(body, version));
  }

  private static void requireKnown(List<String> scopes, ApiVersion version) {
    var unknown = new TreeSet<>(version.unknownScopes(scopes));
    if (!unknown.isEmpty()) {
      throw AcsErrorException.invalid(
          "scopes",
          "Invalid scopes - %s not supported by api-version %s."
              .formatted(String.join(", ", unknown), version));
    }
  }

  private static Duration lifetime(Map<?, ?> body, ApiVersion version) {
    Object minutes = version.customExpiry() ? body.get("expiresInMinutes") : null;
    if (minutes == null) {
      return Duration.ofMinutes(MAX_MINUTES);
    }
    if (minutes instanceof Integer number && number >= MIN_MINUTES && number <= MAX_MINUTES) {
      return Duration.ofMinutes(number);
    }
    throw AcsErrorException.invalid(
        "ExpiresInMinutes",
        "ExpiresInMinutes value %s is invalid. Value must be within the [%d, %d] interval."
            .formatted(minutes, MIN_MINUTES, MAX_MINUTES));
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
    throw AcsErrorException.invalid(field, field + ": Not an array of strings.");
  }
}
