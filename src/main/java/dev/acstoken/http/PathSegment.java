package dev.acstoken.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Decodes a segment of a URL's path as the Functions host leaves it. The host decodes the path once
 * and encodes it again, but it leaves each escape that is then in the path: {@code a%20b} stays,
 * and {@code a%252Fb} becomes {@code a%2Fb}. Of all ASCII characters that an id may contain as
 * itself, the host encodes only the space and {@code |}. Any other escaped ASCII character was a
 * percent sign and two digits in the decoded path, or a slash that the host did not decode.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-2.1">RFC 3986, section 2.1</a>
 */
final class PathSegment {

  private static final int ESCAPE_LENGTH = 3;

  private PathSegment() {}

  /**
   * Decodes the segment. A plus sign stays a plus sign.
   *
   * @return the text; empty if the segment contains the escape of an ASCII character other than the
   *     space and {@code |}, or is not UTF-8
   */
  static Optional<String> decode(String raw) {
    var bytes = new ByteArrayOutputStream(raw.length());
    int i = 0;
    while (i < raw.length()) {
      if (raw.charAt(i) != '%') {
        int c = raw.codePointAt(i);
        bytes.writeBytes(Character.toString(c).getBytes(UTF_8));
        i += Character.charCount(c);
        continue;
      }
      int escaped = escapedByte(raw, i);
      if (!isExact(escaped)) {
        return Optional.empty();
      }
      bytes.write(escaped);
      i += ESCAPE_LENGTH;
    }
    return utf8(bytes.toByteArray());
  }

  // Returns -1 for a percent sign that is not followed by two hexadecimal digits.
  private static int escapedByte(String raw, int start) {
    boolean isEscape =
        start + ESCAPE_LENGTH <= raw.length()
            && HexFormat.isHexDigit(raw.charAt(start + 1))
            && HexFormat.isHexDigit(raw.charAt(start + 2));
    return isEscape ? HexFormat.fromHexDigits(raw, start + 1, start + ESCAPE_LENGTH) : -1;
  }

  private static boolean isExact(int escaped) {
    return escaped == ' ' || escaped == '|' || escaped >= 0x80;
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
