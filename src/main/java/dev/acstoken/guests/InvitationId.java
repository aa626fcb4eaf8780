package dev.acstoken.guests;

import dev.acstoken.identity.Sha256;
import dev.acstoken.identity.User;
import java.util.Arrays;
import java.util.Optional;

/**
 * The id of an invitation. It is not a secret: it names an invitation, and lets nobody join.
 *
 * @param value 128 bits in base64url, 22 characters
 */
public record InvitationId(String value) {

  static final int BYTES = 16;

  private static final int PSEUDONYM_LENGTH = 16;

  /**
   * Creates an id.
   *
   * @throws IllegalArgumentException if the text is not an id
   */
  public InvitationId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("The id of the invitation is not valid.");
    }
  }

  /** Returns the id; empty if the text is not an id. */
  public static Optional<InvitationId> of(String text) {
    return Optional.of(text).filter(InvitationId::isValid).map(InvitationId::new);
  }

  static InvitationId of(byte[] bits) {
    return new InvitationId(Base64Url.encode(bits));
  }

  /** Returns the id of the only invitation that the creator can create with this key. */
  static InvitationId of(User creator, String idempotencyKey) {
    byte[] hash = Sha256.bytes("invitation\0" + creator.key() + '\0' + idempotencyKey);
    return of(Arrays.copyOf(hash, BYTES));
  }

  private static boolean isValid(String text) {
    return Base64Url.decode(text).filter(bits -> bits.length == BYTES).isPresent();
  }

  byte[] bits() {
    return Base64Url.decode(value).orElseThrow();
  }

  /** Returns the first characters of the id's hash. Logs show it instead of the id. */
  public String pseudonym() {
    return Sha256.hex(value).substring(0, PSEUDONYM_LENGTH);
  }

  @Override
  public String toString() {
    return "InvitationId[" + pseudonym() + "]";
  }
}
