package dev.acstoken.telemetry;

/**
 * A log line in logfmt: {@code name=value} pairs, separated by spaces, that a query can parse. A
 * value contains only letters, digits and a few other characters. All others are replaced by
 * underscores, because they could forge another pair.
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
