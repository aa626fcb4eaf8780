package dev.acstoken.devhost;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A request's path as Kestrel, the HTTP server of the Functions host, passes it to routing. It is
 * decoded once, except {@code %2F} and invalid encodings, and then dot segments are removed.
 *
 * @param segments the decoded segments
 * @param endsWithSlash whether a slash follows the last segment
 */
public record RequestPath(List<String> segments, boolean endsWithSlash) {
  private static final int ESCAPE_LENGTH = 3;
  private static final int MAX_UTF8_LENGTH = 4;

  /** The signs that ASP.NET Core's {@code PathString} does not encode. */
  private static final String PATH_SIGNS = "!$&'()*+,-./:;=@_~";

  public RequestPath {
    segments = List.copyOf(segments);
  }

  /** Decodes the path of a request. */
  public static RequestPath parse(String rawPath) {
    var segments = new ArrayList<String>();
    for (String raw : withoutEnds(rawPath).split("/", -1)) {
      var segment = decode(raw);
      if (segment.equals("..")) {
        if (!segments.isEmpty()) {
          segments.remove(segments.size() - 1);
        }
      } else if (!segment.equals(".")) {
        segments.add(segment);
      }
    }
    return new RequestPath(segments, rawPath.length() > 1 && rawPath.endsWith("/"));
  }

  /**
   * Returns the path of the URL that a function sees: the decoded path, encoded again. As in {@code
   * PathString.ToUriComponent} of ASP.NET Core, a percent sign that two hexadecimal digits follow
   * is not encoded, so {@code a%252Fb} becomes {@code a%2Fb}.
   */
  public String encodedAgain() {
    var path = new StringBuilder();
    for (String segment : segments) {
      path.append('/');
      encode(segment, path);
    }
    return endsWithSlash ? path.append('/').toString() : path.toString();
  }

  private static void encode(String segment, StringBuilder path) {
    int i = 0;
    while (i < segment.length()) {
      int c = segment.codePointAt(i);
      if (isPathCharacter(c) || isEscape(segment, i)) {
        path.appendCodePoint(c);
      } else {
        for (byte b : Character.toString(c).getBytes(UTF_8)) {
          path.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
        }
      }
      i += Character.charCount(c);
    }
  }

  private static boolean isPathCharacter(int c) {
    return c < 0x80 && (Character.isLetterOrDigit(c) || PATH_SIGNS.indexOf(c) >= 0);
  }

  /** Removes the leading slash and one trailing slash, which routing ignores. */
  private static String withoutEnds(String rawPath) {
    int start = rawPath.startsWith("/") ? 1 : 0;
    int end = rawPath.endsWith("/") ? rawPath.length() - 1 : rawPath.length();
    return rawPath.substring(start, Math.max(start, end));
  }

  private static String decode(String raw) {
    var decoded = new StringBuilder();
    int i = 0;
    while (i < raw.length()) {
      var character = isEscape(raw, i) ? decodeCharacter(raw, i) : Optional.<String>empty();
      if (character.isPresent() && !character.get().equals("/")) {
        decoded.append(character.get());
        i += ESCAPE_LENGTH * character.get().getBytes(UTF_8).length;
      } else {
        decoded.append(raw.charAt(i++));
      }
    }
    return decoded.toString();
  }

  private static boolean isEscape(String text, int i) {
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
