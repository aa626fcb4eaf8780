package dev.acstoken.telemetry;

import com.microsoft.azure.functions.TraceContext;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a request belongs to, and the request's parent in it.
 *
 * @param traceId 32 hexadecimal digits
 * @param parentId 16 hexadecimal digits
 * @param flags 2 hexadecimal digits
 * @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>
 */
record Traceparent(String traceId, String parentId, String flags) {

  private static final Pattern FORM =
      Pattern.compile("(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?");
  private static final Pattern ZEROES = Pattern.compile("0+");

  /** Returns the Functions host's trace, or that of the request's header, or a new trace. */
  static Traceparent of(@Nullable TraceContext host, @Nullable String header) {
    return Optional.ofNullable(host)
        .flatMap(trace -> parse(trace.getTraceparent()))
        .or(() -> parse(header))
        .orElseGet(() -> new Traceparent(random(16), random(8), "00"));
  }

  private static Optional<Traceparent> parse(@Nullable String text) {
    Matcher parts = FORM.matcher(text == null ? "" : text);
    return parts.matches()
            && !ZEROES.matcher(parts.group(1)).matches()
            && !ZEROES.matcher(parts.group(2)).matches()
        ? Optional.of(new Traceparent(parts.group(1), parts.group(2), parts.group(3)))
        : Optional.empty();
  }

  /** Returns the same trace with a new parent id, for a call to a dependency. */
  Traceparent ofCall() {
    return new Traceparent(traceId, random(8), flags);
  }

  private static String random(int bytes) {
    byte[] id = new byte[bytes];
    ThreadLocalRandom.current().nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  @Override
  public String toString() {
    return "00-" + traceId + "-" + parentId + "-" + flags;
  }
}
