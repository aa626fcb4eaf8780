package dev.acstoken.identity;

import java.net.URI;
import java.util.Locale;

/** Parses https addresses without a path. */
public final class HttpsOrigin {

  private HttpsOrigin() {}

  /**
   * Parses an origin and normalises its spelling. Mappings store the result, and a changed ACS
   * resource is detected by comparing it.
   *
   * @throws IllegalArgumentException if the text is not an https origin
   */
  public static URI parse(String text) {
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
