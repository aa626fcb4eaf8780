package dev.acstoken.emulator.server;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The origins whose pages may use a server: every origin on this machine, and others that the
 * developer names.
 *
 * @param named the other origins, as browsers send them
 */
public record TrustedOrigins(Set<String> named) {

  /** Only the origins on this machine. */
  public static final TrustedOrigins OF_THIS_MACHINE = new TrustedOrigins(Set.of());

  // The scheme is not only http and https: apps in a web view have schemes of their own.
  private static final Pattern ORIGIN =
      Pattern.compile("([a-z][a-z0-9+.-]*)://([a-z0-9._-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?/?");

  /** Keeps a copy of the origins. */
  public TrustedOrigins {
    named = Set.copyOf(named);
  }

  /**
   * Returns the origins on this machine and those named. Upper case, the scheme's default port and
   * a final slash, none of which a browser sends, make no difference.
   *
   * @throws IllegalArgumentException for a text that is not one origin, such as {@code *}, with a
   *     message for the user
   */
  public static TrustedOrigins with(List<String> origins) {
    var named = new LinkedHashSet<String>();
    for (String origin : origins) {
      named.add(asSent(origin));
    }
    return new TrustedOrigins(named);
  }

  /**
   * Returns whether pages of an origin may use the server.
   *
   * @param origin the request's header {@code Origin}
   */
  public boolean contains(String origin) {
    return named.contains(origin) || isOnThisMachine(origin);
  }

  /** Describes the origins in a message: {@code "on this machine, and of https://app.example"}. */
  @Override
  public String toString() {
    return named.isEmpty()
        ? "on this machine"
        : "on this machine, and of " + String.join(" and ", new TreeSet<>(named));
  }

  private static String asSent(String origin) {
    var parts = ORIGIN.matcher(origin.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is not an origin such as https://app.example or http://192.0.2.7:5173."
                  .formatted(origin)
              + " Each origin must be named, because its pages can get a token for any user.");
    }
    var port = parts.group(3) == null ? "" : parts.group(3);
    return parts.group(1) + "://" + parts.group(2) + (isDefault(parts.group(1), port) ? "" : port);
  }

  private static boolean isDefault(String scheme, String port) {
    return (scheme.equals("http") && port.equals(":80"))
        || (scheme.equals("https") && port.equals(":443"));
  }

  private static boolean isOnThisMachine(String origin) {
    try {
      var page = URI.create(origin);
      return page.getHost() != null
          && LoopbackHost.matches(page.getHost())
          && ("http".equals(page.getScheme()) || "https".equals(page.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
