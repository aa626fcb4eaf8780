package dev.acstoken.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acstoken.guests.EndSchedule.ScheduledEnd;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies what every {@link EndSchedule} implementation guarantees. Each test starts with an empty
 * schedule whose table does not exist yet.
 */
public abstract class EndScheduleContract {

  private static final Instant TIME = Instant.parse("2026-11-20T09:30:00Z");
  private static final Instant FAR_AHEAD = Instant.parse("2100-01-01T00:00:00Z");

  // The smallest and the greatest ids in the order of keys.
  private static final InvitationId FIRST = new InvitationId("---------------------w");
  private static final InvitationId LAST = new InvitationId("zzzzzzzzzzzzzzzzzzzzzw");

  private final RequestContext context = RequestContext.within(Duration.ofSeconds(30));

  /** Returns the schedule under test. Each test has its own. */
  protected abstract EndSchedule schedule();

  @Test
  void aMissingTableHasNoEntry() {
    assertEquals(List.of(), schedule().findDue(FAR_AHEAD, context));
  }

  @Test
  void removingFromAMissingTableChangesNothing() {
    schedule().remove(end(FIRST, TIME), context);

    assertEquals(List.of(), schedule().findDue(FAR_AHEAD, context));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-20T09:30:00Z",
        "2026-11-20T00:00:00Z",
        "2026-12-31T23:59:59Z",
        "2028-02-29T12:00:00Z"
      })
  void anEntryIsDueFromItsTimeOn(Instant time) {
    schedule().add(end(FIRST, time), context);
    schedule().add(end(LAST, time), context);

    for (Instant early :
        List.of(time.minusNanos(1), time.minusSeconds(1), time.minus(Duration.ofDays(31)))) {
      assertEquals(List.of(), schedule().findDue(early, context), early::toString);
    }
    for (Instant late : List.of(time, time.plusNanos(1), time.plus(Duration.ofDays(31)))) {
      assertEquals(
          Set.of(end(FIRST, time), end(LAST, time)),
          Set.copyOf(schedule().findDue(late, context)),
          late::toString);
    }
  }

  @Test
  void findsTheOldestEntryFirst() {
    ScheduledEnd first = end(LAST, TIME.minusSeconds(1));
    ScheduledEnd second = end(FIRST, TIME);
    ScheduledEnd third = end(LAST, TIME.plus(Duration.ofDays(400)));
    Stream.of(third, first, second).forEach(end -> schedule().add(end, context));

    assertEquals(List.of(first, second, third), schedule().findDue(FAR_AHEAD, context));
  }

  @Test
  void anInvitationMayHaveSeveralEntries() {
    schedule().add(end(FIRST, TIME), context);
    schedule().add(end(FIRST, TIME.plusSeconds(1)), context);

    schedule().remove(end(FIRST, TIME), context);
    schedule().remove(end(FIRST, TIME), context);

    assertEquals(List.of(end(FIRST, TIME.plusSeconds(1))), schedule().findDue(FAR_AHEAD, context));
  }

  @Test
  void anEntryThatIsAddedTwiceIsFoundOnce() {
    schedule().add(end(FIRST, TIME), context);
    schedule().add(end(FIRST, TIME), context);

    assertEquals(List.of(end(FIRST, TIME)), schedule().findDue(FAR_AHEAD, context));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void noCallTakesEffectAfterTheDeadline(Call call) {
    schedule().add(end(FIRST, TIME), context);
    RequestContext expired = RequestContext.within(Duration.ZERO);

    var thrown =
        assertThrows(ServiceException.class, () -> call.on(schedule(), end(FIRST, TIME), expired));

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, thrown.code());
    assertEquals(List.of(end(FIRST, TIME)), schedule().findDue(FAR_AHEAD, context));
  }

  /** Returns a call of every method of the port. */
  public static Stream<Call> calls() {
    return Stream.of(
        (schedule, end, context) -> schedule.add(end(LAST, TIME), context),
        (schedule, end, context) -> schedule.findDue(FAR_AHEAD, context),
        (schedule, end, context) -> schedule.remove(end, context));
  }

  /** A call of the port for an entry. */
  @FunctionalInterface
  public interface Call {
    void on(EndSchedule schedule, ScheduledEnd end, RequestContext context);
  }

  private static ScheduledEnd end(InvitationId invitation, Instant time) {
    return new ScheduledEnd(invitation, time);
  }
}
