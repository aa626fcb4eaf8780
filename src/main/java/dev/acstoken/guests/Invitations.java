package dev.acstoken.guests;

import dev.acstoken.guests.EndSchedule.ScheduledEnd;
import dev.acstoken.identity.Audit;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StateChange;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.OptimisticRetry;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Creates, reads and ends invitations. */
public final class Invitations {

  private final InvitationStore store;
  private final EndSchedule schedule;
  private final TermsPolicy termsPolicy;
  private final Ending ending;
  private final RandomBits random;
  private final InstantSource clock;

  Invitations(
      InvitationStore store,
      EndSchedule schedule,
      TermsPolicy termsPolicy,
      Ending ending,
      RandomBits random,
      InstantSource clock) {
    this.store = store;
    this.schedule = schedule;
    this.termsPolicy = termsPolicy;
    this.ending = ending;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Creates an invitation. A request with an idempotency key that the inviter has used before
   * returns the same invitation with a new code, and the former code ends. The code of the request
   * that began last is valid, in whatever order several requests are processed.
   *
   * @throws ServiceException with {@link ErrorCode#SCOPE_NOT_ALLOWED} if the inviter is blocked or
   *     may not give the scopes, {@link ErrorCode#INVALID_REQUEST} if the end is not acceptable, or
   *     {@link ErrorCode#IDEMPOTENCY_KEY_USED} if the earlier request differs, its invitation has
   *     guests or is not open any more, or a later request has replaced the code, among other
   *     errors
   */
  public CreatedInvitation create(
      Inviter inviter, InvitationRequest request, RequestContext context) {
    Instant began = clock.instant();
    InvitationTerms terms =
        termsPolicy.terms(inviter, request, began.truncatedTo(ChronoUnit.SECONDS), context);
    InvitationId id =
        request
            .idempotencyKey()
            .map(key -> InvitationId.of(inviter.creator(), key))
            .orElseGet(() -> InvitationId.of(random.next128Bits()));
    InvitationCode code = InvitationCode.of(id, random.next128Bits());
    var created = Invitation.of(id, inviter.creator(), terms, request.hash(), code.hash(), began);
    Invitation stored = OptimisticRetry.run(context, () -> store(created, code, context));
    return new CreatedInvitation(stored, code);
  }

  private Optional<Invitation> store(
      Invitation created, InvitationCode code, RequestContext context) {
    Optional<Invitation> existing = store.find(created.id(), context);
    StateChange change = existing.map(it -> change(it, created)).orElseGet(() -> creation(created));
    Optional<Invitation> stored =
        Audit.attempt(
            change,
            context,
            () ->
                existing.isPresent()
                    ? replaceCode(existing.get(), created, code, context)
                    : insert(created, context));
    stored.ifPresent(done -> context.observer().onChange(change));
    return stored;
  }

  private static StateChange change(Invitation existing, Invitation created) {
    // An earlier attempt of this request may have created it, and its response was lost.
    return existing.codeHash().equals(created.codeHash())
            && existing.createdOn().equals(created.createdOn())
        ? creation(existing)
        : existing
            .change(StateChange.Kind.INVITATION_CODE_REPLACED)
            .withScopes(existing.terms().scopes());
  }

  private static StateChange creation(Invitation created) {
    return created.change(StateChange.Kind.INVITATION_CREATED).withScopes(created.terms().scopes());
  }

  // The end is scheduled first: no invitation exists that nobody ends.
  private Optional<Invitation> insert(Invitation created, RequestContext context) {
    schedule.add(new ScheduledEnd(created.id(), created.terms().expiresOn()), context);
    return store.replace(created, context);
  }

  private Optional<Invitation> replaceCode(
      Invitation existing, Invitation created, InvitationCode code, RequestContext context) {
    if (existing.hasCode(code)) {
      return Optional.of(existing);
    }
    requireRepeatable(existing, created);
    return store.replace(existing.withCode(created.codeHash(), created.codeIssuedOn()), context);
  }

  private static void requireRepeatable(Invitation existing, Invitation created) {
    if (!existing.requestHash().equals(created.requestHash())) {
      throw keyUsed(existing, "The Idempotency-Key was used for a request with another body.");
    }
    if (existing.guests() > 0) {
      throw keyUsed(existing, "The Idempotency-Key was used for an invitation that has guests.");
    }
    if (existing.stateAt(created.createdOn()) != Invitation.State.OPEN) {
      throw keyUsed(existing, "The Idempotency-Key was used for an invitation that has ended.");
    }
    // The client has given this request up, and may have the code of the later one.
    if (existing.codeIssuedOn().isAfter(created.codeIssuedOn())) {
      throw keyUsed(
          existing, "A later request with this Idempotency-Key has created another code.");
    }
  }

  // A client that has lost the response needs the id to read or to end the invitation.
  private static ServiceException keyUsed(Invitation existing, String detail) {
    return new ServiceException(
        ErrorCode.IDEMPOTENCY_KEY_USED,
        "%s The invitation is %s.".formatted(detail, existing.id().value()));
  }

  /**
   * Reads an invitation and its guests.
   *
   * @param mayAct accepts the creators whose invitations the caller may read
   * @throws ServiceException with {@link ErrorCode#INVITATION_NOT_FOUND} if there is no such
   *     invitation of an accepted creator
   */
  public ListedInvitation get(InvitationId id, Predicate<User> mayAct, RequestContext context) {
    Invitation invitation = find(id, mayAct, context);
    List<JoinedGuest> guests = store.findGuests(id, context);
    return new ListedInvitation(invitation, invitation.stateAt(clock.instant()), guests);
  }

  /**
   * Ends an invitation. When this method returns, no guest joins any more, and ACS has confirmed
   * that the identities of all guests are deleted, except for the remaining ones. {@link
   * GuestRecovery} deletes those.
   *
   * @param mayAct accepts the creators whose invitations the caller may end
   * @return the number of remaining guests
   * @throws ServiceException with {@link ErrorCode#INVITATION_NOT_FOUND} if there is no such
   *     invitation of an accepted creator, among other errors
   */
  public int end(InvitationId id, Predicate<User> mayAct, RequestContext context) {
    Invitation invitation = find(id, mayAct, context);
    if (invitation.endedOn().isEmpty()) {
      ending.schedule(id, context);
      ending.mark(id, context);
    }
    return ending.deleteGuests(id, context);
  }

  /**
   * Finds the creator of the invitation with which a guest joined; empty if the invitation does not
   * exist any more.
   */
  public Optional<User> findCreator(Guest guest, RequestContext context) {
    return store.find(guest.invitation(), context).map(Invitation::creator);
  }

  private Invitation find(InvitationId id, Predicate<User> mayAct, RequestContext context) {
    return store
        .find(id, context)
        .filter(invitation -> mayAct.test(invitation.creator()))
        .orElseThrow(Invitations::notFound);
  }

  /** Returns the failure of a request about an invitation that does not exist for the caller. */
  public static ServiceException notFound() {
    return new ServiceException(
        ErrorCode.INVITATION_NOT_FOUND, "There is no invitation with this id.");
  }

  /**
   * An invitation that was just created.
   *
   * @param invitation the invitation
   * @param code its code, which is not stored
   */
  public record CreatedInvitation(Invitation invitation, InvitationCode code) {}

  /**
   * An invitation as its creator sees it.
   *
   * @param invitation the invitation
   * @param state whether guests can join now
   * @param guests the guests whose identities exist
   */
  public record ListedInvitation(
      Invitation invitation, Invitation.State state, List<JoinedGuest> guests) {}
}
