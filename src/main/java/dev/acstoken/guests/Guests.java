package dev.acstoken.guests;

import dev.acstoken.guests.JoinLog.PendingJoin;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StateChange;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.AccessPolicies;
import dev.acstoken.identity.protocol.BestEffort;
import dev.acstoken.identity.protocol.OptimisticRetry;
import dev.acstoken.identity.protocol.Tokens;
import dev.acstoken.identity.protocol.Tokens.IssueResult;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Lets guests join. A guest first gets an identity and a token as a user does, and then takes a
 * place of the invitation in one conditional write. The token is released only after that.
 */
public final class Guests {

  // The part of the time budget that the identity and the token leave for the admission.
  private static final Duration ADMISSION_RESERVE = Duration.ofSeconds(2);

  // Recovery removes a claimed entry in its next run at the latest, a few minutes later.
  private static final Duration RETRY_AFTER = Duration.ofSeconds(60);

  private final InvitationStore store;
  private final JoinLog log;
  private final Admission admission;
  private final JoinCompletion completion;
  private final Tokens tokens;
  private final AccessPolicies policies;
  private final GuestRules rules;
  private final RandomBits random;
  private final InstantSource clock;

  Guests(
      InvitationStore store,
      JoinLog log,
      Admission admission,
      JoinCompletion completion,
      Tokens tokens,
      AccessPolicies policies,
      GuestRules rules,
      RandomBits random,
      InstantSource clock) {
    this.store = store;
    this.log = log;
    this.admission = admission;
    this.completion = completion;
    this.tokens = tokens;
    this.policies = policies;
    this.rules = rules;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Finds the invitation with a code, in any state; empty if no invitation of an accepted creator
   * has the code.
   *
   * @param creators accepts the creators whose invitations count, such as those of trusted issuers.
   *     Deployments for other issuers may use the same table.
   */
  public Optional<Invitation> find(
      InvitationCode code, Predicate<User> creators, RequestContext context) {
    return find(code, context).filter(invitation -> creators.test(invitation.creator()));
  }

  private Optional<Invitation> find(InvitationCode code, RequestContext context) {
    return store.find(code.invitation(), context).filter(invitation -> invitation.hasCode(code));
  }

  /** Returns a secret for a guest who has chosen none. */
  public GuestSecret newSecret() {
    return GuestSecret.of(random.next128Bits());
  }

  /**
   * Issues a token to a guest. A guest who has not joined yet joins, which creates an ACS identity
   * and takes a place of the invitation. A guest who has joined gets a token for the same identity.
   *
   * <p>If this method fails, no place is taken, except that a lost response may hide a success. The
   * same secret is then the same guest.
   *
   * @param invitation the invitation as {@link #find} returned it
   * @param code the invitation's code
   * @param guest the guest
   * @param mayJoin whether a guest who has not joined yet may join
   * @param beforeIssue runs once, when the guest may get a token and before ACS is called. It may
   *     throw, for example because a rate limit is exceeded.
   * @throws ServiceException with {@link ErrorCode#INVITATION_NOT_USABLE} and a reason, among other
   *     errors
   */
  public JoinResult join(
      Invitation invitation,
      InvitationCode code,
      Guest guest,
      boolean mayJoin,
      Runnable beforeIssue,
      RequestContext context) {
    return attempt(invitation, code, guest, mayJoin, beforeIssue, context)
        .orElseGet(
            () ->
                OptimisticRetry.run(
                    context,
                    () ->
                        attempt(
                            findAgain(code, context), code, guest, mayJoin, () -> {}, context)));
  }

  private Invitation findAgain(InvitationCode code, RequestContext context) {
    return find(code, context).orElseThrow(UnusableReason::unknownCode);
  }

  // Empty if another request or recovery changed the guest meanwhile.
  private Optional<JoinResult> attempt(
      Invitation invitation,
      InvitationCode code,
      Guest guest,
      boolean mayJoin,
      Runnable beforeIssue,
      RequestContext context) {
    Optional<JoinedGuest> joined = store.findGuest(guest, context);
    requireUsable(invitation, joined, mayJoin);
    requireNotSuspended(invitation, context);
    beforeIssue.run();
    Optional<IssueResult> issued = joined.flatMap(it -> refresh(invitation, it, context));
    return issued.isPresent()
        ? issued.map(token -> new JoinResult(invitation, guest, token, false))
        : joinWithNewIdentity(invitation, code, guest, context);
  }

  private void requireUsable(Invitation invitation, Optional<JoinedGuest> joined, boolean mayJoin) {
    Optional<UnusableReason> reason = admission.reasonAgainst(invitation, joined);
    reason.filter(it -> mayJoin || it != UnusableReason.FULL).ifPresent(Guests::refuse);
    if (joined.isEmpty() && !mayJoin) {
      refuse(UnusableReason.GUEST_UNKNOWN);
    }
  }

  private void requireNotSuspended(Invitation invitation, RequestContext context) {
    if (invitation.scopesWithin(rules).isEmpty()
        || policies.get(invitation.creator(), context).isBlocked()) {
      refuse(UnusableReason.SUSPENDED);
    }
  }

  private static void refuse(UnusableReason reason) {
    throw reason.failure();
  }

  // Empty if the guest's identity is lost.
  private Optional<IssueResult> refresh(
      Invitation invitation, JoinedGuest joined, RequestContext context) {
    try {
      IssueResult issued =
          tokens.refresh(
              joined.guest().user(),
              TokenRequest.DEFAULT,
              invitation.tokenPolicyAt(clock.instant(), rules),
              context);
      // A request may have replaced a lost identity and failed before it updated the guest.
      admission.updateIdentity(joined, issued.mapping().communicationUserId(), context);
      return Optional.of(issued);
    } catch (ServiceException e) {
      if (e.code() == ErrorCode.IDENTITY_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  // The entry in the log is begun before an identity exists and removed when the guest has a place
  // or the identity is deleted again, so recovery finds each identity of a guest without a place.
  private Optional<JoinResult> joinWithNewIdentity(
      Invitation invitation, InvitationCode code, Guest guest, RequestContext context) {
    PendingJoin pending = log.begin(guest, context);
    requireNotDeleting(guest, context);
    IssueResult issued =
        tokens.issue(
            guest.user(),
            TokenRequest.DEFAULT,
            invitation.tokenPolicyAt(clock.instant(), rules),
            context.leaving(ADMISSION_RESERVE));
    var joined =
        new JoinedGuest(
            guest,
            issued.mapping().communicationUserId(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    Admission.Result result = admission.admit(code, joined, context);
    if (result instanceof Admission.Refused refused) {
      BestEffort.run(() -> completion.complete(pending, context));
      throw refused.failure();
    }
    boolean isNew = result instanceof Admission.Admitted admitted && admitted.isNew();
    if (isNew) {
      context.observer().onChange(change(joined));
    }
    return completion.removeEntry(pending, joined.communicationUserId(), context)
        ? Optional.of(new JoinResult(invitation, guest, issued, isNew))
        : Optional.empty();
  }

  // The entry of this request stays: an instance that finds it leaves the identity to this request.
  private void requireNotDeleting(Guest guest, RequestContext context) {
    if (completion.mayBeDeleting(guest, context)) {
      throw new ServiceException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "An earlier request of this guest is being completed.",
          RETRY_AFTER);
    }
  }

  private static StateChange change(JoinedGuest joined) {
    return StateChange.of(StateChange.Kind.GUEST_JOINED)
        .withUser(joined.guest().user())
        .withIdentity(joined.communicationUserId())
        .withInvitation(joined.guest().invitation().pseudonym());
  }

  /**
   * A token that may be released to a guest.
   *
   * @param invitation the invitation
   * @param guest the guest
   * @param issued the token, with the guest's identity
   * @param isNew whether the guest took a place by this request
   */
  public record JoinResult(Invitation invitation, Guest guest, IssueResult issued, boolean isNew) {}
}
