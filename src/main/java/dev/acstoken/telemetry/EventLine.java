package dev.acstoken.telemetry;

/**
 * A line of the log that a query can take apart: {@code name=value} pairs with a space between. A
 * value has letters, digits and a few signs; others, which could pass for a pair of their own,
 * become underscores.
 */
final class EventLine {

  private static final int LONGEST_VALUE = 128;
  private static final String SIGNS = "+-_./:,";

  private final StringBuilder text = new StringBuilder(640);

  EventLine(String event) {
    text.append("event=").append(event);
  }

  EventLine with(String name, String value) {
    text.append(' ').append(name).append('=');
    for (int i = 0; i < Math.min(value.length(), LONGEST_VALUE); i++) {
      text.append(isPlain(value.charAt(i)) ? value.charAt(i) : '_');
    }
    return this;
  }

  EventLine with(String name, long value) {
    text.append(' ').append(name).append('=').append(value);
    return this;
  }

  EventLine with(String name, boolean value) {
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
