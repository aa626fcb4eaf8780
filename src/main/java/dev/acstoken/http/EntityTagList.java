package dev.acstoken.http;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads a list of entity tags from left to right. The caller chooses the text, which can have
 * thousands of tags, so the reader neither goes back nor recurses.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3">RFC 9110, section 8.8.3</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.1">RFC 9110, section 5.6.1</a>
 */
final class EntityTagList {

  private static final String WEAK = "W/";

  // Apache, Caddy and Jetty name the encoding in the tag of a response that they compress.
  private static final Pattern ENCODING = Pattern.compile("--?(?:gzip|br|deflate|zstd)\"\\z");

  private final String text;
  private int position;

  private EntityTagList(String text) {
    this.text = text;
  }

  /**
   * Returns the tags with their quotation marks, and without what proxies that compress add to
   * them: the {@code W/} of weak tags, or the name of an encoding at the end, as in {@code
   * "own+chat-gzip"}. Elements of the list may be empty, as the values of joined headers can be.
   *
   * @return the tags; empty if the text is not a list of at least one tag
   */
  static Optional<Set<String>> parse(String text) {
    return new EntityTagList(text).tags();
  }

  private Optional<Set<String>> tags() {
    Set<String> tags = new HashSet<>();
    do {
      skipSpaces();
      if (!isAt(position, ',') && position < text.length()) {
        int end = endOfTag();
        if (end < 0) {
          return Optional.empty();
        }
        tags.add(withoutEncoding(text.substring(text.indexOf('"', position), end)));
        position = end;
        skipSpaces();
      }
    } while (skipComma());
    boolean isList = position == text.length() && !tags.isEmpty();
    return isList ? Optional.of(tags) : Optional.empty();
  }

  private static String withoutEncoding(String tag) {
    return ENCODING.matcher(tag).replaceFirst("\"");
  }

  // Returns -1 if there is no tag at the position.
  private int endOfTag() {
    int i = text.startsWith(WEAK, position) ? position + WEAK.length() : position;
    if (!isAt(i, '"')) {
      return -1;
    }
    do {
      i++;
    } while (i < text.length() && isTagCharacter(text.charAt(i)));
    return isAt(i, '"') ? i + 1 : -1;
  }

  private void skipSpaces() {
    while (isAt(position, ' ') || isAt(position, '\t')) {
      position++;
    }
  }

  private boolean skipComma() {
    boolean isComma = isAt(position, ',');
    position += isComma ? 1 : 0;
    return isComma;
  }

  private boolean isAt(int i, char c) {
    return i < text.length() && text.charAt(i) == c;
  }

  private static boolean isTagCharacter(char c) {
    return c == 0x21 || (c >= 0x23 && c <= 0x7E) || (c >= 0x80 && c <= 0xFF);
  }
}
