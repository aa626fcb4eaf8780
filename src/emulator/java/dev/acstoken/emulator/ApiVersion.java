package dev.acstoken.emulator;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The versions of the API in the order of their dates, with the operations and features that each
 * supports: the stable versions, and the previews that published SDKs use.
 */
enum ApiVersion {
  V2021_03_07("2021-03-07"),
  /** The preview of npm's 1.1.0-beta.1 and 1.1.0-beta.2: the Teams exchange with a token alone. */
  V2021_10_31_PREVIEW("2021-10-31-preview"),
  V2021_11_01("2021-11-01"),
  V2022_06_01("2022-06-01"),
  V2022_10_01("2022-10-01"),
  V2023_10_01("2023-10-01"),
  /** The preview of npm's and .NET's 1.4.0-beta.1: {@code customId} and reading an identity. */
  V2025_03_02_PREVIEW("2025-03-02-preview"),
  V2025_06_30("2025-06-30");

  private static final Set<String> FIRST_SCOPES = Set.of("chat", "voip");
  private static final Set<String> ALL_SCOPES =
      Set.of("chat", "voip", "chat.join", "chat.join.limited", "voip.join");

  private final String text;

  ApiVersion(String text) {
    this.text = text;
  }

  /**
   * Returns the version with this name.
   *
   * @param url the request's URL, for the message of the error
   */
  static ApiVersion of(@Nullable String text, String url) {
    if (text == null || text.isEmpty()) {
      throw AcsErrorException.apiVersionUnspecified();
    }
    for (ApiVersion version : values()) {
      if (version.text.equals(text)) {
        return version;
      }
    }
    throw AcsErrorException.apiVersionUnsupported(text, url);
  }

  static String supported(Operation operation) {
    return Arrays.stream(values())
        .filter(version -> version.offers(operation))
        .map(version -> version.text)
        .collect(Collectors.joining(", "));
  }

  boolean offers(Operation operation) {
    return switch (operation) {
      case EXCHANGE_TEAMS_TOKEN -> this == V2021_10_31_PREVIEW || compareTo(V2022_06_01) >= 0;
      case GET_IDENTITY -> customIds();
      case CREATE_IDENTITY, DELETE_IDENTITY, ISSUE_TOKEN, REVOKE_TOKENS -> true;
    };
  }

  /** Returns whether the Teams exchange requires the ids of the application and of the user. */
  boolean teamsIds() {
    return this != V2021_10_31_PREVIEW;
  }

  boolean customIds() {
    return this == V2025_03_02_PREVIEW;
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
