package dev.acstoken.identity;

/**
 * A secret text: a token, an access key, a connection string. Its {@link #toString()} does not show
 * it.
 *
 * @param reveal the secret itself
 */
public record Redacted(String reveal) {

  @Override
  public String toString() {
    return "[redacted]";
  }
}
