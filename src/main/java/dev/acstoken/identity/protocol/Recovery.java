package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.Audit;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StateChange;
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
  static final Duration GRACE_PERIOD = Duration.ofMinutes(2);

  private final MappingStore store;
  private final IntentLog log;
  private final Accounts accounts;
  private final Deletion deletion;
  private final InstantSource clock;

  Recovery(
      MappingStore store,
      IntentLog log,
      Accounts accounts,
      Deletion deletion,
      InstantSource clock) {
    this.store = store;
    this.log = log;
    this.accounts = accounts;
    this.deletion = deletion;
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
      result = tryComplete(stale, context) ? result.plusCompleted() : result.plusRemaining();
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
      return false;
    }
  }

  // A mapping without a mark is committed and stays. The change of a marked mapping is completed.
  // An identity without a mapping is an orphan and is deleted. Returns false if another instance or
  // a new change was faster to write the entry.
  private boolean complete(PendingChange stale, RequestContext context) {
    Optional<PendingChange> claimed = log.claim(stale, context);
    if (claimed.isEmpty()) {
      return false;
    }
    Account account = store.find(stale.user(), context);
    if (account.hasIdentity(stale.mapping())) {
      var unused = accounts.complete(account, context);
    } else {
      deletion.deleteOrphan(stale.mapping(), context);
    }
    var unused = log.complete(claimed.get(), context);
    return true;
  }

  /**
   * The result of a run.
   *
   * @param completed the number of changes that were completed
   * @param remaining the number of changes that failed or were claimed by another instance
   */
  public record RecoveryResult(int completed, int remaining) {

    public static final RecoveryResult NOTHING = new RecoveryResult(0, 0);

    RecoveryResult plusCompleted() {
      return new RecoveryResult(completed + 1, remaining);
    }

    RecoveryResult plusRemaining() {
      return new RecoveryResult(completed, remaining + 1);
    }
  }
}
