package dev.acstoken.identity.protocol;

import static dev.acstoken.identity.protocol.DomainFixture.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ObservedIdentities;
import dev.acstoken.identity.RecordingObserver;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StateChange;
import dev.acstoken.identity.StateChange.Kind;
import dev.acstoken.identity.TokenGrant;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.protocol.Recovery.RecoveryResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Verifies that a request's observer learns of the changes by the recovery and after a lost race.
 */
class StateChangesTest {

  private static final TokenGrant GRANT =
      new TokenGrant(ScopeSet.of(TokenScope.CHAT), new TokenLifetime(60));

  private final DomainFixture fixture = new DomainFixture();
  private final RecordingObserver observer = new RecordingObserver();
  private final RequestContext context = RequestContext.within(Duration.ofSeconds(8), observer);

  @Test
  void theRecoveryReportsEachCompletedChangeAndItsUser() {
    var mapping = fixture.given();
    interruptDeletion();

    assertEquals(new RecoveryResult(1, 0), recover());

    assertEquals(
        List.of(
            StateChange.of(Kind.IDENTITY_DELETED).withIdentity(mapping.communicationUserId()),
            StateChange.of(Kind.RECOVERED)
                .withUser(ALICE)
                .withIdentity(mapping.communicationUserId())),
        observer.changes());
  }

  @Test
  void aFailedRecoveryIsReported() {
    fixture.given();
    interruptDeletion();
    fixture.script.before("acs.delete", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));

    assertEquals(new RecoveryResult(0, 1), recover());

    assertEquals(List.of("IDENTITY_DELETED UNKNOWN", "RECOVERED UNKNOWN"), reportedChanges());
    assertEquals(List.of(ErrorCode.ACS_UNAVAILABLE), observer.survived());
  }

  @Test
  void aLostRaceReportsTheCreationAndTheDeletion() {
    fixture.script.before("map", fixture::given);

    var ensured =
        observed(InstantSource.fixed(DomainFixture.NOW)).identities().ensure(ALICE, context);

    assertEquals(fixture.stored(ALICE), ensured.mapping());

    assertEquals(List.of("IDENTITY_CREATED DONE", "IDENTITY_DELETED DONE"), reportedChanges());
  }

  @Test
  void aChangeOfAnIdentityThatAcsDoesNotKnowIsAbsent() {
    var unknown = new CommunicationUserId("8:acs:unknown");
    var acs = new ObservedIdentities(fixture.acs);

    assertEquals(Optional.empty(), acs.issueToken(unknown, GRANT, context));
    assertFalse(acs.revokeTokens(unknown, context));
    assertFalse(acs.delete(unknown, context));

    assertEquals(
        List.of("TOKEN_ISSUED ABSENT", "TOKENS_REVOKED ABSENT", "IDENTITY_DELETED ABSENT"),
        reportedChanges());
  }

  private void interruptDeletion() {
    fixture.script.before("acs.delete", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));
    assertThrows(ServiceException.class, () -> fixture.identities.delete(ALICE, fixture.context));
  }

  private RecoveryResult recover() {
    var later = InstantSource.fixed(DomainFixture.NOW.plus(Recovery.GRACE_PERIOD).plusSeconds(1));
    return observed(later).recovery().run(context);
  }

  private IdentityProtocol observed(InstantSource clock) {
    return new IdentityProtocol(
        new ObservedIdentities(new ScriptedIdentities(fixture.acs, fixture.script)),
        new ScriptedMappingStore(fixture.table, fixture.script),
        fixture.table,
        fixture.rules.withoutReadingAhead(),
        clock,
        (time, pausing) -> {},
        Stopwatch.SYSTEM);
  }

  private List<String> reportedChanges() {
    return observer.changes().stream().map(it -> it.kind() + " " + it.outcome()).toList();
  }
}
