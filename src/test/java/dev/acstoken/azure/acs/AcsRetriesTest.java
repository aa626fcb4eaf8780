package dev.acstoken.azure.acs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.acstoken.azure.EmulatedAcs;
import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.Operation;
import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
import dev.acstoken.identity.TokenGrant;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.protocol.CommunicationIdentitiesContract.Call;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is repeated when ACS fails, what is not, and when the adapter gives up. */
class AcsRetriesTest {

  private static final TokenGrant CHAT =
      new TokenGrant(Set.of(TokenScope.CHAT), new TokenLifetime(60));
  private static final Duration AN_HOUR = Duration.ofHours(1);

  // Longer than any test needs, much shorter than the waits that must not happen.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final AcsEmulator emulator = AcsEmulator.start();

  static final List<Arguments> CREATIONS =
      List.of(
          creation("create", (acs, id, grant, deadline) -> acs.create(deadline)),
          creation(
              "create with token",
              (acs, id, grant, deadline) -> acs.createWithToken(grant, deadline)));

  static final List<Arguments> REPEATABLE =
      List.of(
          argumentSet(
              "issue",
              Operation.ISSUE_TOKEN,
              (Call)
                  (acs, id, grant, deadline) ->
                      assertTrue(acs.issueToken(id, grant, deadline).isPresent())),
          argumentSet(
              "revoke",
              Operation.REVOKE_TOKENS,
              (Call) (acs, id, grant, deadline) -> acs.revokeTokens(id, deadline)),
          argumentSet(
              "delete",
              Operation.DELETE_IDENTITY,
              (Call) (acs, id, grant, deadline) -> acs.delete(id, deadline)));

  static final List<Fault> PASSING_FAULTS =
      List.of(
          Fault.status(408),
          Fault.status(500),
          Fault.status(502),
          Fault.status(503),
          Fault.status(503).withRetryAfter(Duration.ZERO),
          Fault.status(504),
          Fault.dropped(),
          Fault.lostReply());

  private final CommunicationIdentities acs = EmulatedAcs.of(emulator);
  private final CommunicationUserId id = acs.create(Deadline.in(PATIENCE));

  private static Arguments creation(String name, Call call) {
    return argumentSet(name, Operation.CREATE_IDENTITY, call);
  }

  static Stream<Arguments> everyCall() {
    return Stream.concat(CREATIONS.stream(), REPEATABLE.stream());
  }

  @BeforeEach
  void countFromZero() {
    emulator.counters().reset();
  }

  @AfterEach
  void forgetFaults() {
    emulator.faults().clear();
  }

  @AfterAll
  static void stop() {
    emulator.close();
  }

  @ParameterizedTest
  @FieldSource("CREATIONS")
  void aCreationIsSentOnceWhateverHappens(Operation operation, Call creation) {
    for (Fault fault : PASSING_FAULTS) {
      emulator.counters().reset();
      emulator.faults().next(operation, fault);

      assertEquals(Failure.ACS_UNAVAILABLE, failureOf(creation).failure(), fault::toString);

      assertEquals(1, emulator.counters().of(operation).received(), fault::toString);
    }
  }

  @ParameterizedTest
  @FieldSource("REPEATABLE")
  void otherCallsAreRepeatedAfterAPassingFault(Operation operation, Call call) {
    for (Fault fault : PASSING_FAULTS) {
      CommunicationUserId identity = acs.create(Deadline.in(PATIENCE));
      emulator.counters().reset();
      emulator.faults().next(operation, fault);

      call.on(acs, identity, CHAT, Deadline.in(PATIENCE));

      assertEquals(2, emulator.counters().of(operation).received(), fault::toString);
    }
  }

  @Test
  void aMalformedTokenIsAskedForAgain() {
    emulator.faults().next(Operation.ISSUE_TOKEN, Fault.malformedReply());

    AccessToken token = acs.issueToken(id, CHAT, Deadline.in(PATIENCE)).orElseThrow();

    assertTrue(emulator.isValid(token.value()));
    assertEquals(2, emulator.counters().of(Operation.ISSUE_TOKEN).received());
  }

  @ParameterizedTest
  @FieldSource("CREATIONS")
  void aMalformedCreationIsNot(Operation operation, Call creation) {
    emulator.faults().next(operation, Fault.malformedReply());

    assertEquals(Failure.ACS_UNAVAILABLE, failureOf(creation).failure());

    assertEquals(1, emulator.counters().of(operation).received());
  }

  @ParameterizedTest
  @FieldSource("REPEATABLE")
  void aFaultThatDoesNotPassIsMetThreeTimes(Operation operation, Call call) {
    emulator.faults().always(operation, Fault.status(503));

    assertEquals(Failure.ACS_UNAVAILABLE, failureOf(call).failure());

    assertEquals(3, emulator.counters().of(operation).received());
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void throttlingIsPassedOnWithItsRetryAfter(Operation operation, Call call) {
    emulator.faults().always(operation, Fault.throttled(Duration.ofSeconds(7)));

    IdentityException thrown = failureOf(call);

    assertEquals(Failure.ACS_THROTTLED, thrown.failure());
    assertEquals(Optional.of(Duration.ofSeconds(7)), thrown.retryAfter());
    assertEquals(1, emulator.counters().of(operation).received());
  }

  @Test
  void throttlingWithoutRetryAfterStillTellsWhenToComeBack() {
    emulator.faults().always(Fault.status(429));

    IdentityException thrown =
        assertThrows(IdentityException.class, () -> acs.create(Deadline.in(PATIENCE)));

    assertEquals(Failure.ACS_THROTTLED, thrown.failure());
    assertEquals(Optional.of(Duration.ofSeconds(5)), thrown.retryAfter());
  }

  @ParameterizedTest
  @FieldSource("REPEATABLE")
  void aPauseThatTheDeadlineHasNoRoomForIsNotBegun(Operation operation, Call call) {
    emulator.faults().always(operation, Fault.status(503).withRetryAfter(AN_HOUR));

    IdentityException thrown = assertTimeoutPreemptively(PATIENCE, () -> failureOf(call));

    assertEquals(Failure.ACS_UNAVAILABLE, thrown.failure());
    assertEquals(Optional.of(AN_HOUR), thrown.retryAfter());
    assertEquals(1, emulator.counters().of(operation).received());
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void aStalledServerIsNotWaitedForBeyondTheDeadline(Operation operation, Call call) {
    emulator.faults().always(operation, Fault.stalled());

    IdentityException thrown =
        assertTimeoutPreemptively(
            PATIENCE, () -> failureOf(call, Deadline.in(Duration.ofSeconds(1))));

    assertEquals(Failure.ACS_UNAVAILABLE, thrown.failure());
    assertEquals(1, emulator.counters().of(operation).received());
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void noCallIsMadeAfterTheDeadline(Operation operation, Call call) {
    IdentityException thrown = failureOf(call, Deadline.in(Duration.ZERO));

    assertEquals(Failure.ACS_UNAVAILABLE, thrown.failure());
    assertEquals(0, emulator.counters().of(operation).received());
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void aRefusalIsNotRepeated(Operation operation, Call call) {
    for (int status : List.of(400, 401, 403)) {
      emulator.counters().reset();
      emulator.faults().always(operation, Fault.status(status));

      assertEquals(Failure.ACS_REJECTED, failureOf(call).failure());

      assertEquals(1, emulator.counters().of(operation).received());
    }
  }

  private IdentityException failureOf(Call call) {
    return failureOf(call, Deadline.in(PATIENCE));
  }

  private IdentityException failureOf(Call call, Deadline deadline) {
    return assertThrows(IdentityException.class, () -> call.on(acs, id, CHAT, deadline));
  }
}
