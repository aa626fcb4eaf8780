package dev.acstoken.guests;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.guests.JoinLog.PendingJoin;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Verifies what every {@link JoinLog} implementation guarantees. Each test starts with an empty log
 * whose table does not exist yet.
 */
public abstract class JoinLogContract {

  private static final InvitationId INVITATION = new InvitationId("QUJDREVGR0hJSktMTU5PUA");
  private static final Guest FIRST = new Guest(INVITATION, "AAAAAAAAAAAAAAAAAAAAAA");
  private static final Guest SECOND = new Guest(INVITATION, "AAAAAAAAAAAAAAAAAAAAAQ");

  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant FAR_AHEAD = Instant.parse("2100-01-01T00:00:00Z");

  private final RequestContext context = RequestContext.within(Duration.ofSeconds(30));

  /** Returns the log under test. Each test has its own. */
  protected abstract JoinLog log();

  @Test
  void aMissingTableHasNoEntry() {
    assertEquals(List.of(), log().findStale(FAR_AHEAD, context));
  }

  @Test
  void anEntryStaysUntilItIsCompleted() {
    PendingJoin join = log().begin(FIRST, context);
    log().begin(SECOND, context);
    assertEquals(Set.of(FIRST, SECOND), joining());

    assertTrue(log().complete(join, context));
    assertFalse(log().complete(join, context));

    assertEquals(Set.of(SECOND), joining());
  }

  @Test
  void eachRequestOfAGuestHasAnEntryOfItsOwn() {
    PendingJoin first = log().begin(FIRST, context);
    PendingJoin second = log().begin(FIRST, context);
    assertEquals(2, log().findStale(FAR_AHEAD, context).size());

    assertTrue(log().complete(second, context));
    assertEquals(Set.of(FIRST), joining());

    assertTrue(log().complete(first, context));
    assertEquals(Set.of(), joining());
  }

  @Test
  void onlyOneReaderClaimsAnEntry() {
    PendingJoin begun = log().begin(FIRST, context);
    PendingJoin found = log().findStale(FAR_AHEAD, context).get(0);

    PendingJoin claimed = log().claim(found, context).orElseThrow();

    assertEquals(FIRST, claimed.guest());
    assertEquals(Optional.empty(), log().claim(found, context));
    assertFalse(log().complete(begun, context));
    assertFalse(log().complete(found, context));
    assertTrue(log().complete(claimed, context));
    assertEquals(Optional.empty(), log().claim(claimed, context));
  }

  @Test
  void findsTheEntriesOfAGuestAndWhetherTheyAreClaimed() {
    PendingJoin first = log().begin(FIRST, context);
    PendingJoin second = log().begin(FIRST, context);
    log().begin(SECOND, context);
    assertEquals(Map.of(first.id(), false, second.id(), false), claims(FIRST));

    PendingJoin claimed = log().claim(first, context).orElseThrow();

    assertTrue(claimed.isClaimed());
    assertEquals(Map.of(first.id(), true, second.id(), false), claims(FIRST));
    assertTrue(log().claim(claimed, context).orElseThrow().isClaimed());
  }

  @Test
  void findsEntriesByAgeWithTheirGuest() {
    PendingJoin begun = log().begin(FIRST, context);

    assertEquals(List.of(), log().findStale(LONG_AGO, context));
    List<PendingJoin> found = log().findStale(FAR_AHEAD, context);

    assertEquals(1, found.size());
    assertEquals(FIRST, found.get(0).guest());
    assertEquals(begun.id(), found.get(0).id());
    assertEquals(begun.version(), found.get(0).version());
  }

  @Test
  void findsTheOldestEntryFirst() {
    Stream.of(FIRST, SECOND, FIRST, SECOND).forEach(guest -> log().begin(guest, context));

    List<Instant> times =
        log().findStale(FAR_AHEAD, context).stream().map(PendingJoin::since).toList();

    assertEquals(times.stream().sorted().toList(), times);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void noCallTakesEffectAfterTheDeadline(Call call) {
    PendingJoin join = log().begin(FIRST, context);
    RequestContext expired = RequestContext.within(Duration.ZERO);

    var thrown = assertThrows(ServiceException.class, () -> call.on(log(), join, expired));

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, thrown.code());
    assertEquals(Set.of(FIRST), joining());
  }

  /** Returns a call of every method of the port. */
  public static Stream<Call> calls() {
    return Stream.of(
        (log, join, context) -> log.begin(SECOND, context),
        (log, join, context) -> log.findOf(FIRST, context),
        (log, join, context) -> log.findStale(FAR_AHEAD, context),
        (log, join, context) -> log.claim(join, context),
        (log, join, context) -> log.complete(join, context));
  }

  /** A call of the port for an entry. */
  @FunctionalInterface
  public interface Call {
    void on(JoinLog log, PendingJoin join, RequestContext context);
  }

  private Map<String, Boolean> claims(Guest guest) {
    return log().findOf(guest, context).stream()
        .collect(toMap(PendingJoin::id, PendingJoin::isClaimed));
  }

  private Set<Guest> joining() {
    return log().findStale(FAR_AHEAD, context).stream().map(PendingJoin::guest).collect(toSet());
  }
}
