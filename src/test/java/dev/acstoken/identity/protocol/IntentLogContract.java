package dev.acstoken.identity.protocol;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.PendingChange.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Verifies what every {@link IntentLog} implementation guarantees. Each test starts with an empty
 * log whose table does not exist yet.
 */
public abstract class IntentLogContract {

  private static final Mapping FIRST = mapping("8:acs:first");
  private static final Mapping SECOND = mapping("8:acs:second");
  private static final Mapping OF_BOB = FIRST.withUser(new User("https://issuer.example", "bob"));
  private static final CommunicationUserId ID = FIRST.communicationUserId();

  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant FAR_AHEAD = Instant.parse("2100-01-01T00:00:00Z");

  private final RequestContext context = RequestContext.within(Duration.ofSeconds(30));

  /** Returns the log under test. Each test has its own. */
  protected abstract IntentLog log();

  @Test
  void aMissingTableHasNoPendingChange() {
    assertEquals(List.of(), log().findStale(FAR_AHEAD, context));
  }

  @Test
  void discardingFromAMissingTableChangesNothing() {
    log().discard(ID, context);

    assertEquals(Set.of(), pending());
  }

  @Test
  void aChangeIsPendingUntilItIsCompleted() {
    PendingChange change = log().begin(Kind.IDENTITY, FIRST, context);
    log().begin(Kind.IDENTITY, SECOND, context);
    assertEquals(Set.of(ID, SECOND.communicationUserId()), pending());

    assertTrue(log().complete(change, context));
    assertFalse(log().complete(change, context));

    assertEquals(Set.of(SECOND.communicationUserId()), pending());
  }

  @Test
  void theFirstWriterCannotCompleteAChangeThatWasBegunAgain() {
    PendingChange first = log().begin(Kind.IDENTITY, FIRST, context);
    PendingChange second = log().begin(Kind.IDENTITY, FIRST, context);

    assertFalse(log().complete(first, context));
    assertEquals(Set.of(ID), pending());
    assertTrue(log().complete(second, context));
  }

  @Test
  void onlyOneReaderClaimsAChange() {
    log().begin(Kind.IDENTITY, FIRST, context);
    PendingChange found = log().findStale(FAR_AHEAD, context).get(0);

    PendingChange claimed = log().claim(found, context).orElseThrow();

    assertEquals(ID, claimed.mapping().communicationUserId());
    assertEquals(Optional.empty(), log().claim(found, context));
    assertFalse(log().complete(found, context));
    assertTrue(log().complete(claimed, context));
    assertEquals(Optional.empty(), log().claim(claimed, context));
  }

  @Test
  void findsChangesByAgeWithTheirIdentityAndOwner() {
    log().begin(Kind.IDENTITY, FIRST, context);

    assertEquals(List.of(), log().findStale(LONG_AGO, context));
    List<PendingChange> found = log().findStale(FAR_AHEAD, context);

    assertEquals(1, found.size());
    assertTrue(found.get(0).mapping().isSameIdentityAs(FIRST));
    assertEquals(FIRST.user(), found.get(0).mapping().user());
  }

  @Test
  void discardRemovesTheChangeOfAnyWriter() {
    log().begin(Kind.IDENTITY, FIRST, context);
    log().begin(Kind.IDENTITY, FIRST, context);

    log().discard(ID, context);
    log().discard(ID, context);

    assertEquals(Set.of(), pending());
  }

  @Test
  void anIdentityMayHaveOnePendingChangeOfEachKind() {
    PendingChange identity = log().begin(Kind.IDENTITY, FIRST, context);
    PendingChange policy = log().begin(Kind.POLICY, FIRST, context);
    assertEquals(
        Set.of(Kind.IDENTITY, Kind.POLICY),
        log().findStale(FAR_AHEAD, context).stream().map(PendingChange::kind).collect(toSet()));

    log().discard(ID, context);

    assertFalse(log().complete(identity, context));
    PendingChange claimed = log().claim(policy, context).orElseThrow();
    assertEquals(Kind.POLICY, claimed.kind());
    assertTrue(log().complete(claimed, context));
    assertEquals(Set.of(), pending());
  }

  @ParameterizedTest
  @EnumSource
  void everyKindIsFoundClaimedAndCompleted(Kind kind) {
    var unused = log().begin(kind, FIRST, context);

    PendingChange found = log().findStale(FAR_AHEAD, context).get(0);
    assertEquals(kind, found.kind());
    assertEquals(FIRST, found.mapping());
    PendingChange claimed = log().claim(found, context).orElseThrow();
    assertEquals(kind, claimed.kind());
    assertFalse(log().complete(found, context));
    assertTrue(log().complete(claimed, context));
    assertEquals(Set.of(), pending());
  }

  @Test
  void aChangeOfTheSameUserIsBegunAgain() {
    PendingChange first = log().beginUnlessOfAnother(Kind.ADOPTION, FIRST, context).orElseThrow();
    PendingChange second = log().beginUnlessOfAnother(Kind.ADOPTION, FIRST, context).orElseThrow();

    assertEquals(Kind.ADOPTION, second.kind());
    assertFalse(log().complete(first, context));
    assertEquals(Set.of(ID), pending());
    assertTrue(log().complete(second, context));
  }

  @Test
  void aChangeIsNotBegunWhileOneOfAnotherUserIsPending() {
    PendingChange first = log().beginUnlessOfAnother(Kind.ADOPTION, FIRST, context).orElseThrow();

    assertEquals(Optional.empty(), log().beginUnlessOfAnother(Kind.ADOPTION, OF_BOB, context));

    assertTrue(log().complete(first, context));
    assertTrue(log().beginUnlessOfAnother(Kind.ADOPTION, OF_BOB, context).isPresent());
  }

  @Test
  void onlyOneOfManyUsersBeginsAChange() throws Exception {
    List<Mapping> mappings = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      mappings.add(FIRST.withUser(new User("https://issuer.example", "user " + i)));
    }

    assertEquals(1, countConcurrentBegins(mappings));
  }

  @Test
  void concurrentCallersForTheSameUserBeginAChange() throws Exception {
    assertEquals(4, countConcurrentBegins(Collections.nCopies(4, FIRST)));

    assertEquals(1, log().find(ID, context).size());
  }

  private long countConcurrentBegins(List<Mapping> mappings) throws Exception {
    var threads = Executors.newFixedThreadPool(mappings.size());
    List<Future<Optional<PendingChange>>> results = new ArrayList<>();
    for (Mapping mapping : mappings) {
      results.add(
          threads.submit(() -> log().beginUnlessOfAnother(Kind.ADOPTION, mapping, context)));
    }
    threads.shutdown();
    int begun = 0;
    for (var result : results) {
      begun += result.get().isPresent() ? 1 : 0;
    }
    return begun;
  }

  @Test
  void findsTheChangesOfAnIdentityOfEveryKindAndUser() {
    for (Kind kind : Kind.values()) {
      var unused = log().begin(kind, kind == Kind.ADOPTION ? OF_BOB : FIRST, context);
      var unusedToo = log().begin(kind, SECOND, context);
    }

    List<PendingChange> found = log().find(ID, context);

    assertEquals(Set.of(Kind.values()), found.stream().map(PendingChange::kind).collect(toSet()));
    assertEquals(Kind.values().length, found.size());
    assertTrue(found.stream().allMatch(change -> change.mapping().isSameIdentityAs(FIRST)));
    found.forEach(change -> assertTrue(log().claim(change, context).isPresent()));
  }

  @Test
  void anIdentityWithoutPendingChangesHasNone() {
    assertEquals(List.of(), log().find(ID, context));
    PendingChange change = log().begin(Kind.IDENTITY, FIRST, context);
    assertTrue(log().complete(change, context));

    assertEquals(List.of(), log().find(ID, context));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void noCallTakesEffectAfterTheDeadline(Call call) {
    PendingChange change = log().begin(Kind.IDENTITY, FIRST, context);
    RequestContext expired = RequestContext.within(Duration.ZERO);

    var thrown = assertThrows(ServiceException.class, () -> call.on(log(), change, expired));

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, thrown.code());
    assertEquals(Set.of(ID), pending());
  }

  /** Returns a call of every method of the port. */
  public static Stream<Call> calls() {
    return Stream.of(
        (log, change, context) -> log.begin(Kind.IDENTITY, SECOND, context),
        (log, change, context) -> log.beginUnlessOfAnother(Kind.IDENTITY, SECOND, context),
        (log, change, context) -> log.find(ID, context),
        (log, change, context) -> log.findStale(FAR_AHEAD, context),
        (log, change, context) -> log.claim(change, context),
        (log, change, context) -> log.complete(change, context),
        (log, change, context) -> log.discard(ID, context));
  }

  /** A call of the port for a pending change. */
  @FunctionalInterface
  public interface Call {
    void on(IntentLog log, PendingChange change, RequestContext context);
  }

  private Set<CommunicationUserId> pending() {
    return log().findStale(FAR_AHEAD, context).stream()
        .map(change -> change.mapping().communicationUserId())
        .collect(toSet());
  }

  private static Mapping mapping(String id) {
    return Mapping.active(
        new User("https://issuer.example", "alice"),
        new CommunicationUserId(id),
        "https://contoso.communication.azure.com",
        Instant.parse("2026-11-20T09:30:00Z"));
  }
}
