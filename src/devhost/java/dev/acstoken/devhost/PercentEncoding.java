package dev.acstoken.devhost;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Decodes percent-encoded text as .NET does: an escape that is malformed or not UTF-8 stays as it
 * is. Source: {@code PercentEncodingHelper} of dotnet/runtime.
 */
final class PercentEncoding {
  private static final int ESCAPE_LENGTH = 3;
  private static final int MAX_UTF8_LENGTH = 4;

  private PercentEncoding() {}

  /** Decodes every character. */
  static String decode(String raw) {
    return decodeExcept("", raw);
  }

  /**
   * Decodes every character but one.
   *
   * @param kept the character whose escapes stay as they are; may be empty
   */
  static String decodeExcept(String kept, String raw) {
    var decoded = new StringBuilder();
    int i = 0;
    while (i < raw.length()) {
      var character = isEscape(raw, i) ? decodeCharacter(raw, i) : Optional.<String>empty();
      if (character.isPresent() && !character.get().equals(kept)) {
        decoded.append(character.get());
        i += ESCAPE_LENGTH * character.get().getBytes(UTF_8).length;
      } else {
        decoded.append(raw.charAt(i++));
      }
    }
    return decoded.toString();
  }

  /** Returns whether a percent sign and two hexadecimal digits stand at this position. */
  static boolean isEscape(String text, int i) {
    return text.charAt(i) == '%'
        && i + 2 < text.length()
        && HexFormat.isHexDigit(text.charAt(i + 1))
        && HexFormat.isHexDigit(text.charAt(i + 2));
  }

  /** Returns the character whose UTF-8 bytes are escaped from this position on. */
  private static Optional<String> decodeCharacter(String raw, int start) {
    var bytes = new ByteArrayOutputStream();
    int end = start;
    Optional<String> character = Optional.empty();
    while (character.isEmpty()
        && bytes.size() < MAX_UTF8_LENGTH
        && end < raw.length()
        && isEscape(raw, end)) {
      bytes.write(HexFormat.fromHexDigits(raw, end + 1, end + ESCAPE_LENGTH));
      end += ESCAPE_LENGTH;
      character = utf8(bytes.toByteArray());
    }
    return character;
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
