package dev.acstoken.settings;

import dev.acstoken.auth.EntraHosts;
import dev.acstoken.auth.keys.SecureUri;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Finds out what is wrong with the URL of an issuer. People make the same few mistakes, and a wrong
 * URL is otherwise noticed only when the issuer does not respond.
 */
final class IssuerUrl {

  private static final String WELL_KNOWN = "/.well-known/";

  /** The names of metadata documents in OpenID Connect Discovery 1.0 and in RFC 8414. */
  private static final List<String> METADATA =
      List.of(WELL_KNOWN + "openid-configuration", WELL_KNOWN + "oauth-authorization-server");

  private static final List<String> OKTA =
      List.of(".okta.com", ".oktapreview.com", ".okta-emea.com");

  private IssuerUrl() {}

  /**
   * Returns what is wrong with an issuer's URL, and what to do, as a predicate of a sentence; empty
   * if nothing is.
   */
  static Optional<String> problemOfIssuer(String text) {
    return problemOfName(text)
        .or(() -> problemOfScheme(text))
        .or(
            () ->
                text.contains("?")
                    ? Optional.of("contains \"?\", which no issuer does")
                    : Optional.empty())
        .or(() -> problemOfKnownHost(URI.create(text)));
  }

  /**
   * Returns what is wrong with the name of an issuer whose key set is given by its own address, so
   * that the name need not be a URL.
   */
  static Optional<String> problemOfName(String text) {
    return CopiedText.problemOf(text)
        .or(() -> problemOfList(text))
        .or(() -> problemOfCharacters(text))
        .or(() -> problemOfEndpoint(text))
        .or(() -> problemOfFragment(text));
  }

  // The issuers in the keys of guests and applications contain a number sign.
  private static Optional<String> problemOfFragment(String text) {
    return text.contains("#")
        ? Optional.of("contains \"#\", which no issuer does")
        : Optional.empty();
  }

  private static Optional<String> problemOfList(String text) {
    return text.startsWith("[") || text.contains(",") || text.contains(";")
        ? Optional.of(
            "is a list, and one URL is expected: list several issuers in " + Setting.AUTH_ISSUERS)
        : Optional.empty();
  }

  private static Optional<String> problemOfEndpoint(String text) {
    int document = text.indexOf(WELL_KNOWN);
    if (document >= 0) {
      return Optional.of(
          "is the address of a metadata document: remove \""
              + text.substring(document)
              + "\", or keep its first slash if the document's issuer ends with one");
    }
    int endpoint = text.indexOf("/protocol/openid-connect");
    return endpoint >= 0
        ? Optional.of(
            "is the address of an endpoint of Keycloak: remove \""
                + text.substring(endpoint)
                + "\"")
        : Optional.empty();
  }

  /** Returns what is wrong with the address of a document, as a predicate of a sentence. */
  static Optional<String> problemOfAddress(String text) {
    return problemOfCharacters(text).or(() -> problemOfScheme(text));
  }

  /** Returns what is wrong with the address of a key set, as a predicate of a sentence. */
  static Optional<String> problemOfKeySet(String text) {
    return problemOfAddress(text)
        .or(
            () ->
                METADATA.stream().anyMatch(text::contains)
                    ? Optional.of(
                        "is the address of a metadata document: set metadataUrl in place of"
                            + " keySetUrl")
                    : Optional.empty());
  }

  private static Optional<String> problemOfCharacters(String text) {
    if (text.startsWith("\"") || text.startsWith("'")) {
      return Optional.of("is in quotation marks: remove them");
    }
    if (text.chars().anyMatch(Character::isWhitespace)) {
      return Optional.of("contains a space: percent-encode it as the issuer's metadata does");
    }
    OptionalInt foreign = text.codePoints().filter(c -> c >= 0x80).findFirst();
    if (foreign.isPresent()) {
      return Optional.of(
          "contains the character \""
              + Character.toString(foreign.getAsInt())
              + "\", which is not ASCII: percent-encode it as the issuer's metadata does");
    }
    return Optional.empty();
  }

  private static Optional<String> problemOfScheme(String text) {
    if (!text.contains("://")) {
      return Optional.of("must begin with \"https://\" and a host");
    }
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      return Optional.of("is not a valid URL");
    }
    if (uri.getHost() == null) {
      return Optional.of("must begin with \"https://\" and a host");
    }
    if (uri.getRawUserInfo() != null) {
      return Optional.of("contains a user name before the host: remove it");
    }
    if (SecureUri.isSecure(uri)) {
      return Optional.empty();
    }
    return Optional.of(
        "http".equals(uri.getScheme())
            ? "uses plain http, which is accepted only for localhost, 127.0.0.1 and [::1]: use"
                + " https"
            : "must begin with \"https://\"");
  }

  private static Optional<String> problemOfKnownHost(URI uri) {
    String host = uri.getHost();
    boolean hasSlash = uri.getRawPath().endsWith("/");
    boolean needsSlash =
        host.endsWith(".auth0.com")
            || host.endsWith(".b2clogin.com")
            || EntraHosts.isVersion1(host);
    if (needsSlash && !hasSlash) {
      return Optional.of("lacks the slash at its end, which the issuers of " + host + " have");
    }
    if (OKTA.stream().anyMatch(host::endsWith) && hasSlash) {
      return Optional.of("has a slash at its end, which no issuer of " + host + " has: remove it");
    }
    return EntraHosts.isEntra(host) ? EntraIssuerUrl.problemOf(uri) : Optional.empty();
  }
}
