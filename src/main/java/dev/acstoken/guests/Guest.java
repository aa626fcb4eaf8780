package dev.acstoken.guests;

import dev.acstoken.identity.Sha256;
import dev.acstoken.identity.User;
import java.util.Arrays;
import java.util.Optional;

/**
 * A guest of an invitation.
 *
 * @param invitation the id of the invitation
 * @param id 128 bits in base64url, 22 characters. It follows from the invitation and the guest's
 *     secret, and does not reveal the secret.
 */
public record Guest(InvitationId invitation, String id) {

  // No issuer begins with a number sign, so a guest is never a user of an issuer.
  private static final String ISSUER = "#guests";
  private static final String SEPARATOR = ".";
  private static final int ID_BYTES = 16;

  /** Returns the guest who has the secret. */
  public static Guest of(InvitationId invitation, GuestSecret secret) {
    byte[] hash = Sha256.bytes("guest\0" + invitation.value() + '\0' + secret.text().reveal());
    return new Guest(invitation, Base64Url.encode(Arrays.copyOf(hash, ID_BYTES)));
  }

  /** Returns the guest that a user is; empty if the user is a user of an issuer. */
  public static Optional<Guest> of(User user) {
    String[] parts = user.id().split("\\" + SEPARATOR, 2);
    return Optional.of(user)
        .filter(found -> found.issuer().equals(ISSUER) && parts.length == 2)
        .flatMap(found -> InvitationId.of(parts[0]))
        .map(invitation -> new Guest(invitation, parts[1]));
  }

  /** Returns this guest as a user, whose identity and tokens are managed like those of any user. */
  public User user() {
    return new User(ISSUER, invitation.value() + SEPARATOR + id);
  }
}
