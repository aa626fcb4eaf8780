package dev.acstoken.devhost;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The response headers of the development host's own pages. A page runs no scripts but its own, is
 * in no frame, and sends nothing to other servers than those that are named here.
 */
final class PageHeaders {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src %s;"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types 'none'";

  private final Map<String, String> headers;

  /**
   * Creates the headers of a page.
   *
   * @param servers the origins of the servers that the page uses besides its own
   */
  PageHeaders(URI... servers) {
    var connections =
        Stream.concat(Stream.of("'self'"), Stream.of(servers).map(URI::toString))
            .collect(Collectors.joining(" "));
    headers =
        Map.of(
            "Cache-Control", "no-store",
            "Content-Security-Policy", POLICY.formatted(connections),
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Referrer-Policy", "no-referrer",
            "X-Content-Type-Options", "nosniff");
  }

  void setOn(Headers response) {
    headers.forEach((name, value) -> response.put(name, List.of(value)));
  }
}
