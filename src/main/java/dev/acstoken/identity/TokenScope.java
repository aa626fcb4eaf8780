package dev.acstoken.identity;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a token lets its holder do at ACS.
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

  /** A name in ACS's early previews. It never became a scope, and people still try it. */
  public static final String NEVER_SUPPORTED = "pstn";

  private final String value;

  TokenScope(String value) {
    this.value = value;
  }

  /** The name that ACS and this endpoint's contract use. */
  public String value() {
    return value;
  }

  /** The scope of that name, compared exactly; empty if there is none. */
  public static Optional<TokenScope> of(String value) {
    return Arrays.stream(values()).filter(scope -> scope.value.equals(value)).findFirst();
  }

  @Override
  public String toString() {
    return value;
  }
}
