package dev.acstoken.auth.keys;

import java.net.URI;

/**
 * An address that a response names. An https address leads only to https addresses, and an http
 * address, which is always loopback, only to loopback or https.
 */
final class LinkedAddress {

  private static final int MAX_SHOWN = 200;

  private LinkedAddress() {}

  /**
   * Returns the address to which a response redirects.
   *
   * @param from the address of the response
   * @param location the header, which may be relative
   */
  static URI ofRedirect(URI from, String location) throws FetchException {
    return require(from, parse(from, location, "redirects to"), "redirects to");
  }

  /**
   * Returns the address that a document names.
   *
   * @param from the address of the document
   * @param address the absolute address
   */
  static URI inDocument(URI from, String address) throws FetchException {
    URI parsed = parse(from, address, "names the key set");
    if (!parsed.toString().equals(address)) {
      throw new FetchException(
          show(from) + " names the key set " + show(address) + ", which is not a whole address.");
    }
    return require(from, parsed, "names the key set");
  }

  /** Returns the address for a log, without its query, which may contain a secret. */
  static String show(URI uri) {
    String port = uri.getPort() == -1 ? "" : ":" + uri.getPort();
    return show(uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath());
  }

  /** Returns a text of a response for a log: bounded, on one line. */
  static String show(String text) {
    String line = text.replaceAll("[^\\x20-\\x7e]", "?");
    return line.length() <= MAX_SHOWN ? line : line.substring(0, MAX_SHOWN) + "...";
  }

  private static URI parse(URI from, String address, String does) throws FetchException {
    try {
      return from.resolve(address);
    } catch (IllegalArgumentException e) {
      throw new FetchException(
          show(from) + " " + does + " " + withoutQuery(address) + ", which is not an address.");
    }
  }

  private static URI require(URI from, URI to, String does) throws FetchException {
    boolean isHttps = "https".equals(to.getScheme()) && to.getHost() != null;
    if (isHttps) {
      return to;
    }
    try {
      URI loopback = SecureUri.parse(to.toString());
      if ("http".equals(from.getScheme())) {
        return loopback;
      }
    } catch (IllegalArgumentException e) {
      // It is neither https nor loopback.
    }
    throw new FetchException(
        show(from) + " " + does + " " + withoutQuery(to.toString()) + ", which is not https.");
  }

  private static String withoutQuery(String address) {
    return show(address.replaceFirst("[?#].*", ""));
  }
}
