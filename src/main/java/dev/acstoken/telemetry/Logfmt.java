package dev.acstoken.telemetry;

/**
 * A log line in logfmt: {@code name=value} pairs with a space between, which a query can parse. A
 * value has letters, digits and a few signs. Other characters, which could pass for a pair of their
 * own, become underscores.
 */
final class Logfmt {

  private static final int MAX_VALUE_LENGTH = 128;
  private static final String SIGNS = "+-_./:,";

  private final StringBuilder text = new StringBuilder(640);

  Logfmt(String event) {
    text.append("event=").append(event);
  }

  Logfmt with(String name, String value) {
    text.append(' ').append(name).append('=');
    for (int i = 0; i < Math.min(value.length(), MAX_VALUE_LENGTH); i++) {
      text.append(isPlain(value.charAt(i)) ? value.charAt(i) : '_');
    }
    return this;
  }

  Logfmt with(String name, long value) {
    text.append(' ').append(name).append('=').append(value);
    return this;
  }

  Logfmt with(String name, boolean value) {
    text.append(' ').append(name).append('=').append(value);
    return this;
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || SIGNS.indexOf(c) >= 0;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
