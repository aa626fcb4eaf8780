package dev.acstoken.azure;

/**
 * An access key or a connection string. Shows itself only to {@link #reveal()}.
 *
 * @param reveal the secret itself
 */
public record Secret(String reveal) {

  @Override
  public String toString() {
    return "Secret[redacted]";
  }
}
