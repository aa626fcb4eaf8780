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
 * The port to the intent log: a write-ahead log of the changes that are pending.
 *
 * <p>Every method may throw {@link ServiceException} with {@link ErrorCode#STORAGE_UNAVAILABLE},
 * also when the deadline passes; a write may then have happened or not.
 */
public interface IntentLog {

  /** Records that a change of the identity begins, whether or not one was pending already. */
  PendingChange begin(PendingChange.Kind kind, Mapping mapping, RequestContext context);

  /**
   * Finds the changes that were last written before that time, the oldest first; only some of them
   * if there are many.
   */
  List<PendingChange> findStale(Instant before, RequestContext context);

  /**
   * Takes over a change by writing it again, if it is still as it was read. Of several claims one
   * succeeds.
   *
   * @return the change as it is now recorded; empty if it was written again or removed meanwhile
   */
  Optional<PendingChange> claim(PendingChange change, RequestContext context);

  /** Removes the change if it is still as it was read; false if it was claimed or removed. */
  boolean complete(PendingChange change, RequestContext context);

  /**
   * Removes the {@link PendingChange.Kind#IDENTITY} change of a deleted identity, regardless of who
   * wrote it.
   */
  void discard(CommunicationUserId id, RequestContext context);
}
