package dev.acstoken.guests;

import dev.acstoken.identity.Redacted;
import dev.acstoken.identity.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * The code with which guests join. It consists of the invitation's id, so that one read finds the
 * invitation, and of 128 random bits, of which the store has only a hash.
 *
 * @param invitation the id of the invitation
 * @param text the whole code in base64url, 43 characters
 */
public record InvitationCode(InvitationId invitation, Redacted text) {

  private static final int BYTES = 2 * InvitationId.BYTES;

  /** Returns the code; empty if the text cannot be one. */
  public static Optional<InvitationCode> of(String text) {
    return Base64Url.decode(text)
        .filter(bits -> bits.length == BYTES)
        .map(bits -> InvitationId.of(Arrays.copyOf(bits, InvitationId.BYTES)))
        .map(invitation -> new InvitationCode(invitation, new Redacted(text)));
  }

  static InvitationCode of(InvitationId invitation, byte[] secretBits) {
    byte[] bits = ByteBuffer.allocate(BYTES).put(invitation.bits()).put(secretBits).array();
    return new InvitationCode(invitation, new Redacted(Base64Url.encode(bits)));
  }

  /** Returns the code's hash, which the store has. 128 random bits need no slow hash. */
  String hash() {
    return Sha256.hex(text.reveal());
  }
}
