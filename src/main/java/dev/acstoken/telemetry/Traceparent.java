package dev.acstoken.telemetry;

import com.microsoft.azure.functions.TraceContext;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which trace a request belongs to, and as which part of it.
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

  /** The Functions host's, else the request's own, else the first of a new trace. */
  static Traceparent of(@Nullable TraceContext host, @Nullable String header) {
    return Stream.of(
            Optional.ofNullable(host).map(TraceContext::getTraceparent),
            Optional.ofNullable(header))
        .flatMap(Optional::stream)
        .flatMap(text -> parse(text).stream())
        .findFirst()
        .orElseGet(() -> new Traceparent(random(16), random(8), "00"));
  }

  private static Optional<Traceparent> parse(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches()
            && !ZEROES.matcher(parts.group(1)).matches()
            && !ZEROES.matcher(parts.group(2)).matches()
        ? Optional.of(new Traceparent(parts.group(1), parts.group(2), parts.group(3)))
        : Optional.empty();
  }

  /** For a call that is made on the way. */
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
