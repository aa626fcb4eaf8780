package dev.acstoken.devhost;

import dev.acstoken.emulator.server.LoopbackHost;

/** The name by which programs on this machine reach a server. */
final class LoopbackName {
  private static final String LOCALHOST = "localhost";

  private LoopbackName() {}

  /**
   * Returns the name for a URL.
   *
   * @param host the name or address that the server was told to listen on
   * @return the host if it always means this machine, and otherwise {@code localhost}
   */
  static String of(String host) {
    var inUrl = inUrl(host);
    return LoopbackHost.matches(inUrl) ? inUrl : LOCALHOST;
  }

  /** Returns a name or address as a URL contains it: an IPv6 address has brackets. */
  static String inUrl(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }
}
