package dev.acstoken.settings;

import dev.acstoken.auth.EntraHosts;
import dev.acstoken.auth.keys.SecureUri;
import dev.acstoken.identity.Guid;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Finds out what is wrong with the URL of an issuer. People make the same few mistakes, and a wrong
 * URL is otherwise noticed only when the issuer does not respond.
 */
final class IssuerUrl {

  private static final String DISCOVERY = "/.well-known/";

  private static final Set<String> NO_TENANTS = Set.of("common", "organizations", "consumers");

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
                text.contains(DISCOVERY)
                    ? Optional.of(
                        "is the address of a metadata document: remove \"/.well-known/\" and the"
                            + " rest, or keep a slash at the end if the document's issuer has one")
                    : Optional.empty())
        .or(
            () ->
                text.contains("?") || text.contains("#")
                    ? Optional.of("contains \"?\" or \"#\", which no issuer does")
                    : Optional.empty())
        .or(() -> problemOfKnownHost(URI.create(text)));
  }

  /**
   * Returns what is wrong with the name of an issuer whose key set is given by its own address, so
   * that the name need not be a URL.
   */
  static Optional<String> problemOfName(String text) {
    return text.startsWith("[") || text.contains(",") || text.contains(";")
        ? Optional.of(
            "is a list, and one URL is expected: list several issuers in " + Setting.AUTH_ISSUERS)
        : problemOfCharacters(text);
  }

  /** Returns what is wrong with the address of a document, as a predicate of a sentence. */
  static Optional<String> problemOfAddress(String text) {
    return problemOfCharacters(text).or(() -> problemOfScheme(text));
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
    return text.contains("<") || text.contains("{")
        ? Optional.of("contains a placeholder in brackets: replace it with the value")
        : Optional.empty();
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
    List<String> path = List.of(uri.getRawPath().split("/"));
    String tenant = path.size() > 1 ? path.get(1) : "";
    if (host.endsWith(".auth0.com")
        || host.endsWith(".b2clogin.com")
        || EntraHosts.isVersion1(host)) {
      return uri.getRawPath().endsWith("/")
          ? Optional.empty()
          : Optional.of("lacks the slash at its end, which the issuers of " + host + " have");
    }
    return EntraHosts.isEntra(host) ? problemOfEntra(host, tenant) : Optional.empty();
  }

  private static Optional<String> problemOfEntra(String host, String tenant) {
    if (NO_TENANTS.contains(tenant)) {
      return Optional.of(
          "names no tenant, but the tokens of Entra ID do: use the tenant's id, or \"{tenantid}\" in "
              + Setting.AUTH_ISSUERS);
    }
    boolean isHostById =
        !EntraHosts.isExternalId(host) || Guid.matches(host.substring(0, host.indexOf('.')));
    return Guid.matches(tenant) && isHostById
        ? Optional.empty()
        : Optional.of(
            "names the tenant by a name, but the tokens of Entra ID name it by its id, a GUID");
  }
}
