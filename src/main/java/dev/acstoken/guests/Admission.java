package dev.acstoken.guests;

import dev.acstoken.concurrent.StripedLock;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.protocol.OptimisticRetry;
import java.time.InstantSource;
import java.util.Optional;

/** Gives guests the places of invitations. */
final class Admission {

  // Instances compete for the row of an invitation that many guests join at once. In each round one
  // of them succeeds.
  private static final int MAX_ATTEMPTS = 25;

  private final InvitationStore store;
  private final InstantSource clock;
  private final StripedLock locks = new StripedLock();

  Admission(InvitationStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Returns why a guest may get no token; empty if nothing is against it. */
  Optional<UnusableReason> reasonAgainst(Invitation invitation, Optional<JoinedGuest> joined) {
    return switch (invitation.stateAt(clock.instant())) {
      case ENDED -> Optional.of(UnusableReason.ENDED);
      case EXPIRED -> Optional.of(UnusableReason.EXPIRED);
      case OPEN ->
          joined.isEmpty() && invitation.guests() >= invitation.terms().maxGuests()
              ? Optional.of(UnusableReason.FULL)
              : Optional.empty();
    };
  }

  /**
   * Gives the guest a place, unless the guest has one. The invitation is read after the guest's
   * identity was stored. If it is open, a later end finds the guest.
   */
  Result admit(InvitationCode code, JoinedGuest guest, RequestContext context) {
    // Requests of one instance do not compete with each other.
    return locks
        .call(
            code.invitation(),
            context.deadline().remaining(),
            () -> OptimisticRetry.run(context, MAX_ATTEMPTS, () -> attempt(code, guest, context)))
        .orElseThrow(Admission::busy);
  }

  private static ServiceException busy() {
    return new ServiceException(
        ErrorCode.STORAGE_UNAVAILABLE, "Too many guests are joining with this invitation at once.");
  }

  private Optional<Result> attempt(InvitationCode code, JoinedGuest guest, RequestContext context) {
    Optional<Invitation> found =
        store.find(code.invitation(), context).filter(invitation -> invitation.hasCode(code));
    if (found.isEmpty()) {
      return Optional.of(new Refused(UnusableReason.unknownCode()));
    }
    Optional<UnusableReason> reason = reasonAgainst(found.get(), Optional.empty());
    if (reason.isEmpty() && store.admit(found.get().withOneMoreGuest(), guest, context)) {
      return Optional.of(new Admitted(true));
    }
    return reason.filter(it -> it != UnusableReason.FULL).isPresent()
        ? reason.map(Admission::refused)
        : confirm(guest, context).or(() -> reason.map(Admission::refused));
  }

  private static Result refused(UnusableReason reason) {
    return new Refused(reason.failure());
  }

  // Empty if the guest has no place. The guest is read only here: if the invitation is full, or if
  // the write failed because another request changed the invitation or the guest has a place.
  private Optional<Result> confirm(JoinedGuest guest, RequestContext context) {
    Optional<JoinedGuest> joined = store.findGuest(guest.guest(), context);
    joined.ifPresent(it -> updateIdentity(it, guest.communicationUserId(), context));
    // An earlier attempt of this request stored the guest, if everything is the same.
    return joined.<Result>map(it -> new Admitted(it.equals(guest)));
  }

  /** Stores the identity of a guest whose former identity was lost and replaced. */
  void updateIdentity(JoinedGuest joined, CommunicationUserId current, RequestContext context) {
    if (!joined.communicationUserId().equals(current)) {
      store.updateGuest(joined.withIdentity(current), context);
    }
  }

  /** The result of an admission. */
  sealed interface Result {}

  /**
   * The guest has a place.
   *
   * @param isNew whether the guest took it by this request
   */
  record Admitted(boolean isNew) implements Result {}

  /**
   * The guest gets no place.
   *
   * @param failure the failure of the guest's request
   */
  record Refused(ServiceException failure) implements Result {}
}
