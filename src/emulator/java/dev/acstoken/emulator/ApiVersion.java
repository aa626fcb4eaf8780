package dev.acstoken.emulator;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The stable versions of the API, with the operations and features that each supports. */
enum ApiVersion {
  V2021_03_07("2021-03-07"),
  V2021_11_01("2021-11-01"),
  V2022_06_01("2022-06-01"),
  V2022_10_01("2022-10-01"),
  V2023_10_01("2023-10-01"),
  V2025_06_30("2025-06-30");

  private static final Set<String> FIRST_SCOPES = Set.of("chat", "voip");
  private static final Set<String> ALL_SCOPES =
      Set.of("chat", "voip", "chat.join", "chat.join.limited", "voip.join");

  private final String text;

  ApiVersion(String text) {
    this.text = text;
  }

  static ApiVersion of(@Nullable String text, String requestUri) {
    if (text == null || text.isEmpty()) {
      throw AcsErrorException.apiVersionUnspecified();
    }
    for (ApiVersion version : values()) {
      if (version.text.equals(text)) {
        return version;
      }
    }
    throw AcsErrorException.apiVersionUnsupported(text, requestUri);
  }

  static String supported(Operation operation) {
    return Arrays.stream(values())
        .filter(version -> version.offers(operation))
        .map(version -> version.text)
        .collect(Collectors.joining(", "));
  }

  boolean offers(Operation operation) {
    return operation != Operation.EXCHANGE_TEAMS_TOKEN || compareTo(V2022_06_01) >= 0;
  }

  boolean customExpiry() {
    return compareTo(V2022_10_01) >= 0;
  }

  Set<String> unknownScopes(List<String> scopes) {
    Set<String> known = compareTo(V2023_10_01) >= 0 ? ALL_SCOPES : FIRST_SCOPES;
    return scopes.stream().filter(scope -> !known.contains(scope)).collect(Collectors.toSet());
  }

  @Override
  public String toString() {
    return text;
  }
}
