package dev.acstoken.auth.keys;

import java.net.URI;

/** Where an issuer publishes its signing keys. */
public sealed interface KeyLocation {

  /** Returns the location of the issuer's own discovery document. */
  static KeyLocation discovered(String issuer) {
    return new Metadata(discoveryDocument(issuer), issuer);
  }

  /** Returns the address of the discovery document below an issuer's URL. */
  static URI discoveryDocument(String issuer) {
    String base = issuer.endsWith("/") ? issuer : issuer + "/";
    return URI.create(base + ".well-known/openid-configuration");
  }

  /** Returns the address of the document. */
  URI uri();

  /**
   * A metadata document, which names the address of the key set.
   *
   * @param uri the address of the document
   * @param issuer the issuer that the document must name, so that it cannot supply the keys of
   *     another issuer
   * @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig">OpenID
   *     Connect Discovery 1.0, section 4</a>
   * @see <a href="https://www.rfc-editor.org/rfc/rfc8414#section-3">RFC 8414, section 3</a>
   */
  record Metadata(URI uri, String issuer) implements KeyLocation {}

  /**
   * The key set itself.
   *
   * @param uri the address of the key set
   * @see <a href="https://www.rfc-editor.org/rfc/rfc7517#section-5">RFC 7517, section 5</a>
   */
  record KeySet(URI uri) implements KeyLocation {}
}
