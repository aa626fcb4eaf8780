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
  VOIP("voip");

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
