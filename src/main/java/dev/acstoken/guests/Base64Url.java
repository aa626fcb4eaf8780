package dev.acstoken.guests;

import java.util.Base64;
import java.util.Optional;

/**
 * Encodes ids and secrets in base64url without padding.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4648#section-5">RFC 4648, section 5</a>
 */
final class Base64Url {

  private Base64Url() {}

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Decodes a text.
   *
   * @return the bytes; empty if {@link #encode} never returns the text, so that each sequence of
   *     bytes has one text only
   */
  static Optional<byte[]> decode(String text) {
    try {
      return Optional.of(Base64.getUrlDecoder().decode(text))
          .filter(bytes -> encode(bytes).equals(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
