package dev.acstoken.auth;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** URIs that TLS protects, or that do not leave this machine. */
public final class SecureUri {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private SecureUri() {}

  /**
   * Parses a URI that is secure.
   *
   * @throws IllegalArgumentException if the text is no absolute URI, or one that neither https nor
   *     the loopback interface protects
   */
  public static URI parse(@Nullable String text) {
    if (text == null) {
      throw new IllegalArgumentException("There is no address.");
    }
    URI uri = URI.create(text);
    if (uri.getHost() == null || !("https".equals(uri.getScheme()) || isPlainLoopback(uri))) {
      throw new IllegalArgumentException("Not an https address.");
    }
    return uri;
  }

  /** Whether the URI is a loopback address without TLS. */
  public static boolean isPlainLoopback(URI uri) {
    return "http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost());
  }
}
