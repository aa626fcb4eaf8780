package dev.acstoken.emulator.server;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Recognizes hosts that always mean this machine, by their spelling. It never resolves a name,
 * because the owner of a domain can make any of its names resolve to a loopback address.
 */
public final class LoopbackHost {

  private static final Pattern IPV4 =
      Pattern.compile("127(\\.(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])){3}");

  private LoopbackHost() {}

  /**
   * Returns whether a host is {@code localhost}, a name below it, or a loopback address.
   *
   * @param host a name or an address without a port; IPv6 addresses have brackets
   */
  public static boolean matches(String host) {
    String name = withoutFinalDot(host.toLowerCase(Locale.ROOT));
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.equals("[::1]")
        || IPV4.matcher(name).matches();
  }

  /** Returns the host of a {@code Host} header, which may contain a port. */
  public static String withoutPort(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
  }

  private static String withoutFinalDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
