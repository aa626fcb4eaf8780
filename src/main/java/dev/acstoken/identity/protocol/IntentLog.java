package dev.acstoken.identity.protocol;

import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The port to the intent log, a write-ahead log of pending changes. An identity has at most one
 * entry of each kind.
 *
 * <p>Every method may throw {@link ServiceException} with {@link ErrorCode#STORAGE_UNAVAILABLE},
 * also when the deadline passes. A write may or may not have happened then.
 */
public interface IntentLog {

  /**
   * Records that a change of the identity begins. Replaces an entry of the same kind. The replaced
   * version can then be neither claimed nor completed. This call may be retried.
   *
   * @return the recorded entry
   */
  PendingChange begin(PendingChange.Kind kind, Mapping mapping, RequestContext context);

  /**
   * Records that a change of the identity begins, unless an entry of the same kind names another
   * user. An entry of the same user is replaced, as in {@link #begin}.
   *
   * @return the recorded entry; empty if an entry names another user
   */
  Optional<PendingChange> beginUnlessOfAnother(
      PendingChange.Kind kind, Mapping mapping, RequestContext context);

  /** Finds the pending changes of an identity. */
  List<PendingChange> find(CommunicationUserId id, RequestContext context);

  /**
   * Finds the changes that were last written before the given time, sorted by age, oldest first. If
   * there are many, only some of them are returned.
   */
  List<PendingChange> findStale(Instant before, RequestContext context);

  /**
   * Claims a change by writing its entry again, if the entry is unchanged. Of several concurrent
   * claims of an entry, at most one succeeds. A retry may meet the result of its own first attempt,
   * and then reports a failed claim.
   *
   * @return the change with the new version; empty if the entry was written again or removed
   */
  Optional<PendingChange> claim(PendingChange change, RequestContext context);

  /**
   * Removes the entry of a change, if the entry is unchanged. Implementations must not retry this
   * call, because a retry could not distinguish the result of its own first attempt from a claim.
   *
   * @return false if the entry was written again, claimed or removed
   */
  boolean complete(PendingChange change, RequestContext context);

  /**
   * Removes the {@link PendingChange.Kind#IDENTITY} entry of a deleted identity, regardless of who
   * wrote it. This call is idempotent.
   */
  void discard(CommunicationUserId id, RequestContext context);
}
