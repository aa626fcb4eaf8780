package dev.acstoken.modelcheck;

import dev.acstoken.guests.Guest;
import dev.acstoken.guests.GuestProtocol;
import dev.acstoken.guests.GuestRules;
import dev.acstoken.guests.Guests.JoinResult;
import dev.acstoken.guests.InvitationCode;
import dev.acstoken.guests.InvitationRequest;
import dev.acstoken.guests.Inviter;
import dev.acstoken.guests.PredictableGuests;
import dev.acstoken.guests.UnusableReason;
import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.IdentityRules;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.Sha256;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.protocol.IdentityProtocol;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** An operation for an invitation or for a guest. */
enum GuestOperation {
  /** The creator invites, always with the same idempotency key. */
  CREATE {
    @Override
    Result run(Domain domain) {
      var inviter = new Inviter(SystemState.USER, Inviter.Kind.USER);
      var unused = domain.guests.invitations().create(inviter, domain.request, domain.context);
      return new Result.Done();
    }
  },
  /** A guest joins, or joins again. */
  JOIN {
    @Override
    Result run(Domain domain) {
      return join(guest(domain.code), domain);
    }
  },
  /** Another guest joins, or joins again. */
  JOIN_OTHER {
    @Override
    Result run(Domain domain) {
      return join(guest(domain.code), domain);
    }
  },
  /** The creator ends the invitation. */
  END {
    @Override
    Result run(Domain domain) {
      return new Result.Ended(
          domain
              .guests
              .invitations()
              .end(domain.code.invitation(), SystemState.USER::equals, domain.context));
    }
  },
  /** Recovery runs while the invitation is open. */
  RECOVER {
    @Override
    Result run(Domain domain) {
      return recover(domain);
    }
  },
  /** Recovery runs when the invitation has expired. */
  EXPIRE {
    @Override
    Result run(Domain domain) {
      return recover(domain);
    }
  },
  /** A guest who was not among the others joins. */
  JOIN_LATE {
    @Override
    Result run(Domain domain) {
      return join(guest(domain.code), domain);
    }
  };

  /** The scopes of the invitation. */
  static final ScopeSet SCOPES = ScopeSet.of(TokenScope.CHAT_JOIN);

  /** The time at which the invitation expires. */
  static final Instant EXPIRY = SystemState.MUCH_LATER.plus(Duration.ofHours(1));

  private static final String KEY = "key";

  private static final GuestRules RULES =
      new GuestRules(SCOPES, Duration.ofHours(24), new TokenLifetime(60));

  /** The operations that the model checker explores. */
  static final List<GuestOperation> EXPLORED =
      List.of(CREATE, JOIN, JOIN_OTHER, END, RECOVER, EXPIRE);

  /** The operations of the guests. */
  static final List<GuestOperation> JOINS = List.of(JOIN, JOIN_OTHER, JOIN_LATE);

  abstract Result run(Domain domain);

  /** Returns the guest of one of the {@link #JOINS}. */
  Guest guest(InvitationCode code) {
    return PredictableGuests.guest(code.invitation(), "the-secret-of-the-guest-of-" + name());
  }

  private static Result join(Guest guest, Domain domain) {
    var invitation =
        domain
            .guests
            .guests()
            .find(domain.code, creator -> true, domain.context)
            .orElseThrow(UnusableReason::unknownCode);
    JoinResult joined =
        domain.guests.guests().join(invitation, domain.code, guest, true, () -> {}, domain.context);
    return new Result.Joined(guest, joined.issued().token());
  }

  private static Result recover(Domain domain) {
    var unused = domain.users.recovery().run(domain.context);
    var unusedToo = domain.guests.recovery().run(domain.context);
    return new Result.Done();
  }

  /** Returns the code of the invitation if the caller creates it. */
  static InvitationCode code(String caller) {
    return PredictableGuests.code(SystemState.USER, KEY, bits(caller));
  }

  private static byte[] bits(String caller) {
    return Arrays.copyOf(Sha256.bytes(caller), 16);
  }

  private static InvitationRequest request(int places) {
    return new InvitationRequest(
        Optional.of(SCOPES),
        Optional.of(new InvitationRequest.Expiry.At(EXPIRY)),
        OptionalInt.of(places),
        Optional.empty(),
        Optional.of(KEY));
  }

  /** The domain over a caller's ports. */
  static final class Domain {

    private final RequestContext context = RequestContext.within(Duration.ofHours(1));
    private final InvitationRequest request;
    private final InvitationCode code;
    private final IdentityProtocol users;
    private final GuestProtocol guests;

    /**
     * Creates the domain.
     *
     * @param places the number of places of the invitation
     * @param code the code with which guests join
     */
    Domain(Replay replay, GuestMutant mutant, int places, InvitationCode code, Instant clock) {
      this.request = request(places);
      this.code = code;
      var ports = new SteppedIdentityPorts(replay, UserMutant.NONE, clock);
      users =
          ports.protocol(
              new IdentityRules(
                  AcsResource.at(SystemState.ACS_ENDPOINT),
                  SystemState.LOSS_PERIOD,
                  UserOperation.POLICY),
              clock);
      guests =
          PredictableGuests.protocol(
              new SteppedGuestPorts(replay, mutant),
              users,
              RULES,
              () -> bits(replay.caller()),
              InstantSource.fixed(clock));
    }
  }
}
