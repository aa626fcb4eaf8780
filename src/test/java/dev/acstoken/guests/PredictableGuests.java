package dev.acstoken.guests;

import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.IdentityProtocol;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Builds the protocol of guests, and codes and guests of it, from bits that a test knows. */
public final class PredictableGuests {

  private PredictableGuests() {}

  /** Builds the protocol over ports. All its steps run on the calling thread. */
  public static <P extends InvitationStore & JoinLog & EndSchedule> GuestProtocol protocol(
      P ports,
      IdentityProtocol users,
      GuestRules rules,
      Supplier<byte[]> random,
      InstantSource clock) {
    return new GuestProtocol(ports, ports, ports, users, rules, random::get, clock, Runnable::run);
  }

  /** Returns the code that a creator's invitation gets with these random bits. */
  public static InvitationCode code(User creator, String idempotencyKey, byte[] bits) {
    return InvitationCode.of(InvitationId.of(creator, idempotencyKey), bits);
  }

  /** Returns whether the code is the current code of the invitation. */
  public static boolean hasCode(Invitation invitation, InvitationCode code) {
    return invitation.hasCode(code);
  }

  /** Returns the guest with a secret. */
  public static Guest guest(InvitationId invitation, String secret) {
    return Guest.of(invitation, GuestSecret.of(secret).orElseThrow());
  }
}
