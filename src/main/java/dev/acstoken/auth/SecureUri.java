package dev.acstoken.auth;

import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses URIs that use TLS or do not leave this machine. */
public final class SecureUri {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

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
    if (uri.getHost() == null || !("https".equals(uri.getScheme()) || isPlainLoopback(uri))) {
      throw new IllegalArgumentException("Not an https address.");
    }
    return uri;
  }

  /** Returns whether the URI refers to a loopback address without TLS. */
  public static boolean isPlainLoopback(URI uri) {
    return "http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost());
  }
}
