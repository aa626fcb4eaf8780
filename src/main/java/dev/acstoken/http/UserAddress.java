package dev.acstoken.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.acstoken.identity.User;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Optional;

/**
 * The id by which a path names a user. It has one of three forms, and no text has two of them:
 *
 * <ul>
 *   <li>{@code me}: the caller.
 *   <li>{@code ~} and the base64url form of the id's UTF-8 bytes, without padding: any id.
 *   <li>the id itself, if it contains only characters that every host and proxy passes on.
 * </ul>
 */
final class UserAddress {

  private static final String ME = "me";
  private static final String ENCODED = "~";

  // Besides letters and digits of ASCII, and characters beyond ASCII.
  private static final String SAFE_SIGNS = "-._~@:|+,;=$! ";

  private UserAddress() {}

  /** Returns whether the text names the caller. */
  static boolean isCaller(String text) {
    return text.equals(ME);
  }

  /**
   * Reads the id of a user who is not named by {@code me}.
   *
   * @return the id; empty if the text has none of the forms, or the id is not valid
   */
  static Optional<String> id(String text) {
    Optional<String> id =
        text.startsWith(ENCODED)
            ? decode(text.substring(ENCODED.length()))
            : Optional.of(text).filter(UserAddress::isSafe);
    return id.filter(User::isValidId);
  }

  private static boolean isSafe(String id) {
    return !id.equals(ME)
        && !id.equals(".")
        && !id.equals("..")
        && id.chars().allMatch(UserAddress::isSafe);
  }

  private static boolean isSafe(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || SAFE_SIGNS.indexOf(c) >= 0
        || c >= 0x80;
  }

  private static Optional<String> decode(String base64url) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(base64url);
      // Base64 has several forms of the same bytes: with padding, and with unused bits that are 1.
      return encode(bytes).equals(base64url)
          ? Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString())
          : Optional.empty();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
