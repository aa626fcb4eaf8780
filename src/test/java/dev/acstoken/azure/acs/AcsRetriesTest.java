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
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenGrant;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.protocol.CommunicationIdentitiesContract.Call;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Verifies which calls are retried when ACS fails, which are not, and when the adapter gives up.
 */
class AcsRetriesTest {

  private static final TokenGrant CHAT =
      new TokenGrant(ScopeSet.of(TokenScope.CHAT), new TokenLifetime(60));
  private static final Duration AN_HOUR = Duration.ofHours(1);

  // Longer than any test needs, and much shorter than the waits that must not happen.
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final AcsEmulator emulator = AcsEmulator.start();

  static final List<Arguments> CREATIONS =
      List.of(
          creation("create", (acs, id, grant, context) -> acs.create(context)),
          creation(
              "create with token",
              (acs, id, grant, context) -> acs.createWithToken(grant, context)));

  static final List<Arguments> IDEMPOTENT =
      List.of(
          argumentSet(
              "issue",
              Operation.ISSUE_TOKEN,
              (Call)
                  (acs, id, grant, context) ->
                      assertTrue(acs.issueToken(id, grant, context).isPresent())),
          argumentSet(
              "revoke",
              Operation.REVOKE_TOKENS,
              (Call) (acs, id, grant, context) -> acs.revokeTokens(id, context)),
          argumentSet(
              "delete",
              Operation.DELETE_IDENTITY,
              (Call) (acs, id, grant, context) -> acs.delete(id, context)));

  static final List<Fault> TRANSIENT_FAULTS =
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
  private final CommunicationUserId id = acs.create(RequestContext.within(TIMEOUT));

  private static Arguments creation(String name, Call call) {
    return argumentSet(name, Operation.CREATE_IDENTITY, call);
  }

  static Stream<Arguments> everyCall() {
    return Stream.concat(CREATIONS.stream(), IDEMPOTENT.stream());
  }

  @BeforeEach
  void resetCounters() {
    emulator.counters().reset();
  }

  @AfterEach
  void clearFaults() {
    emulator.faults().clear();
  }

  @AfterAll
  static void stop() {
    emulator.close();
  }

  @ParameterizedTest
  @FieldSource("CREATIONS")
  void aCreationIsNeverRetried(Operation operation, Call creation) {
    for (Fault fault : TRANSIENT_FAULTS) {
      emulator.counters().reset();
      emulator.faults().next(operation, fault);

      assertEquals(ErrorCode.ACS_UNAVAILABLE, failureOf(creation).code(), fault::toString);

      assertEquals(1, emulator.counters().of(operation).received(), fault::toString);
    }
  }

  @ParameterizedTest
  @FieldSource("IDEMPOTENT")
  void otherCallsAreRetriedAfterATransientFault(Operation operation, Call call) {
    for (Fault fault : TRANSIENT_FAULTS) {
      CommunicationUserId identity = acs.create(RequestContext.within(TIMEOUT));
      emulator.counters().reset();
      emulator.faults().next(operation, fault);

      call.on(acs, identity, CHAT, RequestContext.within(TIMEOUT));

      assertEquals(2, emulator.counters().of(operation).received(), fault::toString);
    }
  }

  @Test
  void aMalformedTokenResponseIsRetried() {
    emulator.faults().next(Operation.ISSUE_TOKEN, Fault.malformedReply());

    AccessToken token = acs.issueToken(id, CHAT, RequestContext.within(TIMEOUT)).orElseThrow();

    assertTrue(emulator.isValid(token.value().reveal()));
    assertEquals(2, emulator.counters().of(Operation.ISSUE_TOKEN).received());
  }

  @ParameterizedTest
  @FieldSource("CREATIONS")
  void aMalformedCreationResponseIsNotRetried(Operation operation, Call creation) {
    emulator.faults().next(operation, Fault.malformedReply());

    assertEquals(ErrorCode.ACS_UNAVAILABLE, failureOf(creation).code());

    assertEquals(1, emulator.counters().of(operation).received());
  }

  @ParameterizedTest
  @FieldSource("IDEMPOTENT")
  void aPersistentFaultEndsAfterThreeAttempts(Operation operation, Call call) {
    emulator.faults().always(operation, Fault.status(503));

    assertEquals(ErrorCode.ACS_UNAVAILABLE, failureOf(call).code());

    assertEquals(3, emulator.counters().of(operation).received());
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void throttlingIsReportedAtOnceWithItsRetryAfter(Operation operation, Call call) {
    emulator.faults().always(operation, Fault.throttled(Duration.ofSeconds(7)));

    ServiceException thrown = failureOf(call);

    assertEquals(ErrorCode.ACS_THROTTLED, thrown.code());
    assertEquals(Optional.of(Duration.ofSeconds(7)), thrown.retryAfter());
    assertEquals(1, emulator.counters().of(operation).received());
  }

  @Test
  void throttlingWithoutRetryAfterGetsADefault() {
    emulator.faults().always(Fault.status(429));

    ServiceException thrown =
        assertThrows(ServiceException.class, () -> acs.create(RequestContext.within(TIMEOUT)));

    assertEquals(ErrorCode.ACS_THROTTLED, thrown.code());
    assertEquals(Optional.of(Duration.ofSeconds(5)), thrown.retryAfter());
  }

  @ParameterizedTest
  @FieldSource("IDEMPOTENT")
  void aRetryThatWouldExceedTheDeadlineIsNotAttempted(Operation operation, Call call) {
    emulator.faults().always(operation, Fault.status(503).withRetryAfter(AN_HOUR));

    ServiceException thrown = assertTimeoutPreemptively(TIMEOUT, () -> failureOf(call));

    assertEquals(ErrorCode.ACS_UNAVAILABLE, thrown.code());
    assertEquals(Optional.of(AN_HOUR), thrown.retryAfter());
    assertEquals(1, emulator.counters().of(operation).received());
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void aCallToAStalledServerEndsAtTheDeadline(Operation operation, Call call) {
    emulator.faults().always(operation, Fault.stalled());

    ServiceException thrown =
        assertTimeoutPreemptively(
            TIMEOUT, () -> failureOf(call, RequestContext.within(Duration.ofSeconds(1))));

    assertEquals(ErrorCode.ACS_UNAVAILABLE, thrown.code());
    assertEquals(1, emulator.counters().of(operation).received());
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void noCallIsSentAfterTheDeadline(Operation operation, Call call) {
    ServiceException thrown = failureOf(call, RequestContext.within(Duration.ZERO));

    assertEquals(ErrorCode.ACS_UNAVAILABLE, thrown.code());
    assertEquals(0, emulator.counters().of(operation).received());
  }

  @ParameterizedTest
  @MethodSource("everyCall")
  void aRejectedCallIsNotRetried(Operation operation, Call call) {
    for (int status : List.of(400, 401, 403)) {
      emulator.counters().reset();
      emulator.faults().always(operation, Fault.status(status));

      assertEquals(ErrorCode.ACS_REJECTED, failureOf(call).code());

      assertEquals(1, emulator.counters().of(operation).received());
    }
  }

  private ServiceException failureOf(Call call) {
    return failureOf(call, RequestContext.within(TIMEOUT));
  }

  private ServiceException failureOf(Call call, RequestContext context) {
    return assertThrows(ServiceException.class, () -> call.on(acs, id, CHAT, context));
  }
}
