package dev.acstoken.devhost;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A request's path as Kestrel, the HTTP server of the Functions host, passes it to routing. It is
 * decoded once, except {@code %2F} and invalid encodings, and then dot segments are removed.
 *
 * @param segments the decoded segments
 * @param endsWithSlash whether a slash follows the last segment
 */
public record RequestPath(List<String> segments, boolean endsWithSlash) {
  /** The signs that ASP.NET Core's {@code PathString} does not encode. */
  private static final String PATH_SIGNS = "!$&'()*+,-./:;=@_~";

  public RequestPath {
    segments = List.copyOf(segments);
  }

  /** Decodes the path of a request. */
  public static RequestPath parse(String rawPath) {
    var segments = new ArrayList<String>();
    for (String raw : withoutEnds(rawPath).split("/", -1)) {
      var segment = PercentEncoding.decodeExcept("/", raw);
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
      if (isPathCharacter(c) || PercentEncoding.isEscape(segment, i)) {
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
}
