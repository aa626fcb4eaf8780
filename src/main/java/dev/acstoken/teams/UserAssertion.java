package dev.acstoken.teams;

/**
 * The caller's own bearer token, verified: whoever has it may ask the issuer for tokens on the
 * caller's behalf. Shows itself only to {@link #reveal()}.
 *
 * @param reveal the token itself, a secret
 */
public record UserAssertion(String reveal) {

  @Override
  public String toString() {
    return "UserAssertion[redacted]";
  }
}
