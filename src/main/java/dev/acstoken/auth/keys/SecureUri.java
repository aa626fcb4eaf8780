package dev.acstoken.auth.keys;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses URIs that use TLS or do not leave this machine. */
public final class SecureUri {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private static final Pattern OTHER_LOOPBACK =
      Pattern.compile("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");

  private SecureUri() {}

  /**
   * Parses a secure URI.
   *
   * @throws IllegalArgumentException if the text is not an absolute URI with https or a loopback
   *     address
   */
  public static URI parse(@Nullable String text) {
    if (text == null) {
      throw new IllegalArgumentException("The address is missing.");
    }
    URI uri = URI.create(text);
    if (!isSecure(uri)) {
      throw new IllegalArgumentException("Not an https address.");
    }
    return uri;
  }

  /** Returns whether the URI has a host and uses TLS or does not leave this machine. */
  public static boolean isSecure(URI uri) {
    return uri.getHost() != null && ("https".equals(uri.getScheme()) || isPlainLoopback(uri));
  }

  /** Returns whether the host of the URI is a loopback name or address. It is not resolved. */
  public static boolean isLoopback(URI uri) {
    String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
    return LOOPBACK.contains(host)
        || host.endsWith(".localhost")
        || OTHER_LOOPBACK.matcher(host).matches();
  }

  /** Returns whether the URI refers to a loopback address without TLS. */
  private static boolean isPlainLoopback(URI uri) {
    return "http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost());
  }
}
