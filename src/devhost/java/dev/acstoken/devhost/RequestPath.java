package dev.acstoken.devhost;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request's path as Kestrel, the HTTP server of the Functions host, passes it to routing. It is
 * decoded once, except {@code %2F} and invalid encodings, and then dot segments are removed.
 */
record RequestPath(List<String> segments) {
  RequestPath {
    segments = List.copyOf(segments);
  }

  static RequestPath parse(String rawPath) {
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
    return new RequestPath(segments);
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
      if (raw.charAt(i) != '%') {
        decoded.append(raw.charAt(i++));
        continue;
      }
      int end = endOfEncodedRun(raw, i);
      if (end == i) {
        decoded.append(raw.charAt(i++));
      } else {
        decoded.append(decodeRun(raw.substring(i, end)));
        i = end;
      }
    }
    return decoded.toString();
  }

  private static int endOfEncodedRun(String raw, int start) {
    int end = start;
    while (end + 2 < raw.length()
        && raw.charAt(end) == '%'
        && Character.digit(raw.charAt(end + 1), 16) >= 0
        && Character.digit(raw.charAt(end + 2), 16) >= 0) {
      end += 3;
    }
    return end;
  }

  private static String decodeRun(String run) {
    var decoded = new StringBuilder();
    for (String part : run.split("(?i)(?=%2F)|(?<=%2F)", -1)) {
      decoded.append(part.equalsIgnoreCase("%2F") ? part : decodeUtf8(part));
    }
    return decoded.toString();
  }

  private static String decodeUtf8(String run) {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < run.length(); i += 3) {
      bytes.write(Integer.parseInt(run, i + 1, i + 3, 16));
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      return run;
    }
  }
}
