package dev.acstoken.identity.protocol;

import static dev.acstoken.identity.protocol.DomainFixture.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.protocol.Tokens.IssueResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Verifies which read of a user's row releases a token if the row may be read before ACS issues the
 * token.
 */
class ReadAheadTest {

  private static final Duration LONGER_THAN_A_LEASE = ReadLease.LENGTH.plusNanos(1);

  private final DomainFixture fixture = new DomainFixture();
  private final RequestContext context = fixture.context;
  private Duration passed = Duration.ZERO;
  private final IdentityProtocol instance =
      fixture.scriptedReadingAhead(
          () -> {
            Duration start = passed;
            return () -> passed.minus(start);
          });

  @BeforeEach
  void aliceHasAnIdentity() {
    fixture.given();
  }

  private IssueResult refresh() {
    return instance.tokens().refresh(ALICE, TokenRequest.DEFAULT, context);
  }

  private void givenACachedAccount() {
    var unused = refresh();
    fixture.script.clearLog();
  }

  private void during(String call, Duration time) {
    fixture.script.after(call, () -> passed = passed.plus(time));
  }

  private void assertCalls(String... calls) {
    assertEquals(List.of(calls), fixture.script.log());
  }

  @Test
  void aUserWhomTheProcessDoesNotKnowCostsOneRead() {
    var unused = refresh();

    assertCalls("find", "acs.issueToken");
  }

  @Test
  void aKnownUsersRowIsReadDuringTheCallToAcs() {
    givenACachedAccount();

    var unused = refresh();

    assertCalls("beginFind", "acs.issueToken", "endFind");
  }

  @Test
  void aTokenMayTakeExactlyALease() {
    givenACachedAccount();
    during("acs.issueToken", ReadLease.LENGTH);

    var unused = refresh();

    assertCalls("beginFind", "acs.issueToken", "endFind");
  }

  @Test
  void aKnownUsersRowIsReadAgainIfTheTokenTookLongerThanALease() {
    givenACachedAccount();
    during("acs.issueToken", LONGER_THAN_A_LEASE);

    var unused = refresh();

    assertCalls("beginFind", "acs.issueToken", "endFind", "find");
  }

  @Test
  void aChangedRowIsNotReadAgainForATokenThatTookLongerThanALease() {
    givenACachedAccount();
    fixture.allow(TokenScope.CHAT);
    during("acs.issueToken", LONGER_THAN_A_LEASE);

    var unused = refresh();

    assertCalls("beginFind", "acs.issueToken", "endFind", "find", "acs.issueToken");
  }

  @Test
  void aRowIsReadAgainIfTheFirstReadAndTheTokenTookLongerThanALease() {
    during("find", LONGER_THAN_A_LEASE);

    var unused = refresh();

    assertCalls("find", "acs.issueToken", "find");
  }

  @Test
  void theTimeForWhichTheTableIsAwaitedDoesNotCount() {
    givenACachedAccount();
    during("endFind", LONGER_THAN_A_LEASE);

    var unused = refresh();

    assertCalls("beginFind", "acs.issueToken", "endFind");
  }

  @Test
  void aRowThatChangedBeforeTheReadIsReadAgainForAnotherToken() {
    givenACachedAccount();
    fixture.allow(TokenScope.CHAT);

    IssueResult refreshed = refresh();

    assertEquals(ScopeSet.of(TokenScope.CHAT), refreshed.scopes());
    assertCalls("beginFind", "acs.issueToken", "endFind", "find", "acs.issueToken");
  }

  @Test
  void aTokenIsNotReleasedIfTheRowCannotBeRead() {
    givenACachedAccount();
    fixture.script.before("endFind", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));

    var failure = assertThrows(ServiceException.class, this::refresh);

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failure.code());
  }

  @Test
  void theRecordOfADenialIsRemovedByAWrite() {
    fixture.put(
        fixture.account(ALICE).withUnknownSince(Optional.of(DomainFixture.NOW.minusSeconds(1))));

    var unused = refresh();

    assertCalls("find", "acs.issueToken", "map");
  }
}
