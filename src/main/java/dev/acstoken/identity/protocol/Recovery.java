package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.Audit;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StateChange;
import dev.acstoken.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Completes interrupted changes, and deletes orphaned identities. Several instances may run it at
 * once, because each claims an entry of the intent log before it works on it.
 */
public final class Recovery {

  /**
   * The age from which a pending change counts as interrupted. It is far longer than any request
   * takes.
   */
  public static final Duration GRACE_PERIOD = Duration.ofMinutes(2);

  private final MappingStore store;
  private final IntentLog log;
  private final Accounts accounts;
  private final Deletion deletion;
  private final Revocation revocation;
  private final InstantSource clock;

  Recovery(
      MappingStore store,
      IntentLog log,
      Accounts accounts,
      Deletion deletion,
      Revocation revocation,
      InstantSource clock) {
    this.store = store;
    this.log = log;
    this.accounts = accounts;
    this.deletion = deletion;
    this.revocation = revocation;
    this.clock = clock;
  }

  /**
   * Processes the pending changes that are older than {@link #GRACE_PERIOD}. If one fails, it stays
   * for the next run, and this run continues with the others.
   *
   * @throws ServiceException if the intent log cannot be read
   */
  public RecoveryResult run(RequestContext context) {
    Instant before = clock.instant().minus(GRACE_PERIOD);
    RecoveryResult result = RecoveryResult.NOTHING;
    for (PendingChange stale : log.findStale(before, context)) {
      result = result.plus(tryComplete(stale, context));
    }
    return result;
  }

  private boolean tryComplete(PendingChange stale, RequestContext context) {
    StateChange recovered =
        StateChange.of(StateChange.Kind.RECOVERED)
            .withUser(stale.user())
            .withIdentity(stale.mapping().communicationUserId());
    try {
      boolean isCompleted = Audit.attemptSteps(recovered, context, () -> complete(stale, context));
      if (isCompleted) {
        context.observer().onChange(recovered);
      }
      return isCompleted;
    } catch (ServiceException e) {
      context.observer().onSurvivedFailure(e);
      return false;
    }
  }

  // Returns false if another instance or a new change was faster to write the entry or the account.
  private boolean complete(PendingChange stale, RequestContext context) {
    Optional<PendingChange> claimed = log.claim(stale, context);
    if (claimed.isEmpty() || !completeClaimed(claimed.get(), context)) {
      return false;
    }
    var unused = log.complete(claimed.get(), context);
    return true;
  }

  private boolean completeClaimed(PendingChange claimed, RequestContext context) {
    Account account = store.find(claimed.user(), context);
    boolean isMapped = account.hasIdentity(claimed.mapping());
    switch (claimed.kind()) {
      case IDENTITY -> completeIdentity(claimed.mapping(), account, isMapped, context);
      case POLICY, ADOPTION -> {
        if (isMapped) {
          var unused = accounts.complete(account, context);
        }
      }
      case REVOCATION -> {
        return (!isMapped && !isPrevious(claimed.mapping(), account.user(), context))
            || revocation.revokeAndStore(account, context).isPresent();
      }
      case PREVIOUS_IDENTITY -> {
        // The identity may have been adopted again.
        if (!isMapped || account.isDeleting()) {
          deletion.completePrevious(claimed, context);
        }
      }
    }
    return true;
  }

  // A mapping without a mark is committed and stays. The deletion of a marked mapping is completed.
  // An identity without a mapping is an orphan and is deleted, unless it was replaced by another
  // one: then it is kept, because it may still exist.
  private void completeIdentity(
      Mapping identity, Account account, boolean isMapped, RequestContext context) {
    if (isMapped) {
      var unused = accounts.complete(account, context);
    } else if (!isPrevious(identity, account.user(), context)) {
      deletion.deleteOrphan(identity, context);
    }
  }

  // The user may have been moved since the change began, so the account's user counts.
  private boolean isPrevious(Mapping identity, User user, RequestContext context) {
    return store.findPrevious(user, context).stream().anyMatch(identity::isSameIdentityAs);
  }

  /**
   * The result of a run.
   *
   * @param completed the number of changes that were completed
   * @param remaining the number of changes that failed or were claimed by another instance
   */
  public record RecoveryResult(int completed, int remaining) {

    public static final RecoveryResult NOTHING = new RecoveryResult(0, 0);

    /** Returns this result with one more change, which was completed or remains. */
    public RecoveryResult plus(boolean isCompleted) {
      return isCompleted
          ? new RecoveryResult(completed + 1, remaining)
          : new RecoveryResult(completed, remaining + 1);
    }

    /** Returns the result of both runs. */
    public RecoveryResult plus(RecoveryResult other) {
      return new RecoveryResult(completed + other.completed, remaining + other.remaining);
    }
  }
}
