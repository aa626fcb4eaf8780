package dev.acstoken.identity;

import java.util.Arrays;
import java.util.Optional;

/**
 * A permission at ACS that a token gives its holder.
 *
 * @see <a href="https://learn.microsoft.com/azure/communication-services/concepts/authentication">
 *     Authenticate to Azure Communication Services</a>
 */
public enum TokenScope {
  CHAT("chat"),
  CHAT_JOIN("chat.join"),
  CHAT_JOIN_LIMITED("chat.join.limited"),
  VOIP("voip"),
  VOIP_JOIN("voip.join");

  /**
   * A name from ACS's early previews that never became a scope. People still try it, so it gets an
   * error message of its own.
   */
  public static final String NEVER_SUPPORTED = "pstn";

  private final String value;

  TokenScope(String value) {
    this.value = value;
  }

  /** Returns the name of the scope at ACS and in this service's API. */
  public String value() {
    return value;
  }

  /** Returns the scope of that name; empty if there is none. Case is significant. */
  public static Optional<TokenScope> of(String value) {
    return Arrays.stream(values()).filter(scope -> scope.value.equals(value)).findFirst();
  }

  /** Returns whether a holder of this scope may do whatever a holder of the other one may. */
  public boolean covers(TokenScope other) {
    return this == other
        || switch (this) {
          case CHAT -> other == CHAT_JOIN || other == CHAT_JOIN_LIMITED;
          case VOIP -> other == VOIP_JOIN;
          case CHAT_JOIN -> other == CHAT_JOIN_LIMITED;
          case CHAT_JOIN_LIMITED, VOIP_JOIN -> false;
        };
  }

  @Override
  public String toString() {
    return value;
  }
}
