package dev.acstoken.settings;

import java.net.URI;
import java.util.Locale;

/** An https address without a path. */
final class HttpsOrigin {

  private HttpsOrigin() {}

  /**
   * Parses an origin and brings it into one spelling, because mappings store it to detect that the
   * ACS resource has changed.
   *
   * @throws IllegalArgumentException if the text is anything but an https origin
   */
  static URI parse(String text) {
    URI uri = URI.create(text);
    boolean isOrigin =
        "https".equalsIgnoreCase(uri.getScheme())
            && uri.getHost() != null
            && uri.getUserInfo() == null
            && uri.getQuery() == null
            && uri.getFragment() == null
            && (uri.getPath().isEmpty() || uri.getPath().equals("/"));
    if (!isOrigin) {
      throw new IllegalArgumentException("Not an https origin.");
    }
    String port = uri.getPort() < 0 || uri.getPort() == 443 ? "" : ":" + uri.getPort();
    return URI.create("https://" + uri.getHost().toLowerCase(Locale.ROOT) + port);
  }
}
