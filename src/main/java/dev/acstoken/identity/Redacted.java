package dev.acstoken.identity;

/**
 * A secret string, such as a token, an access key or a connection string. {@link #toString()} does
 * not reveal it.
 *
 * @param reveal the secret itself
 */
public record Redacted(String reveal) {

  @Override
  public String toString() {
    return "[redacted]";
  }
}
