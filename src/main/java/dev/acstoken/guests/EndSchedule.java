package dev.acstoken.guests;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import java.time.Instant;
import java.util.List;

/**
 * The port to the part of the intent log that has the times at which invitations have to be ended
 * or removed. Recovery reads only the entries that are due.
 *
 * <p>Every method may throw {@link ServiceException} with {@link ErrorCode#STORAGE_UNAVAILABLE},
 * also when the deadline passes. A write may or may not have happened then. Every call is
 * idempotent.
 */
public interface EndSchedule {

  /** Adds an entry. */
  void add(ScheduledEnd end, RequestContext context);

  /**
   * Finds the entries whose time is not after the given one, oldest first. If there are many, only
   * some of them are returned.
   */
  List<ScheduledEnd> findDue(Instant now, RequestContext context);

  /** Removes an entry. */
  void remove(ScheduledEnd end, RequestContext context);

  /**
   * An entry of the schedule.
   *
   * @param invitation the invitation that Recovery looks at
   * @param time the time from which it does so, in whole seconds
   */
  record ScheduledEnd(InvitationId invitation, Instant time) {}
}
