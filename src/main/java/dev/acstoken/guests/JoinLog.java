package dev.acstoken.guests;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The port to the part of the intent log that has the guests who are joining. Each request that
 * lets a guest join has an entry of its own, so that none of them completes the entry of another.
 *
 * <p>Every method may throw {@link ServiceException} with {@link ErrorCode#STORAGE_UNAVAILABLE},
 * also when the deadline passes. A write may or may not have happened then.
 */
public interface JoinLog {

  /** Records that a guest begins to join, in a new entry. This call may be retried. */
  PendingJoin begin(Guest guest, RequestContext context);

  /** Finds the entries of a guest, in no particular order. */
  List<PendingJoin> findOf(Guest guest, RequestContext context);

  /**
   * Finds the entries that were last written before a time, oldest first. If there are many, only
   * some of them are returned.
   */
  List<PendingJoin> findStale(Instant before, RequestContext context);

  /**
   * Claims an entry by writing it again, if it is unchanged. Of several concurrent claims of an
   * entry, at most one succeeds.
   *
   * @return the entry with its new version; empty if it was claimed or removed
   */
  Optional<PendingJoin> claim(PendingJoin join, RequestContext context);

  /**
   * Removes an entry, if it is unchanged. Implementations must not retry this call, because a retry
   * could not distinguish the result of its own first attempt from a claim.
   *
   * @return false if the entry was claimed or removed
   */
  boolean complete(PendingJoin join, RequestContext context);

  /**
   * An entry of the log.
   *
   * @param guest the guest who is joining
   * @param id distinguishes the entries of a guest
   * @param since the time at which the entry was last written
   * @param version the version of the entry
   * @param isClaimed whether the entry was claimed, so that the guest's identity may be deleted
   */
  record PendingJoin(Guest guest, String id, Instant since, String version, boolean isClaimed) {}
}
