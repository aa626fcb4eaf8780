package dev.acstoken.identity.protocol;

import static dev.acstoken.identity.protocol.DomainFixture.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.TokenScope;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What changes between ACS's answer and the reply keeps the token back. */
class TokenReleaseTest {

  private static final TokenRequest CHAT_AND_VOIP =
      new TokenRequest(Optional.of(ScopeSet.of(TokenScope.values())), Optional.empty());

  private final DomainFixture fixture = new DomainFixture();
  private final RequestContext context = fixture.context;

  private void meanwhile(Runnable action) {
    fixture.script.after("acs.issueToken", action);
  }

  @BeforeEach
  void aliceHasAnIdentity() {
    fixture.given();
  }

  @Test
  void aRefreshThatADeletionOvertakesFindsNobody() {
    meanwhile(() -> fixture.othersIdentities.delete(ALICE, context));

    assertEquals(ErrorCode.IDENTITY_NOT_FOUND, failureOfRefresh());

    fixture.assertEmpty();
  }

  @Test
  void aRefreshThatAnUnfinishedDeletionOvertakesFinishesIt() {
    meanwhile(fixture::markDeleting);

    assertEquals(ErrorCode.IDENTITY_NOT_FOUND, failureOfRefresh());

    fixture.assertEmpty();
  }

  @Test
  void aRefreshThatADeletionAndACreationOvertakeIsOfTheNewIdentity() {
    meanwhile(
        () -> {
          fixture.othersIdentities.delete(ALICE, context);
          fixture.given();
        });

    var refreshed = fixture.tokens.refresh(ALICE, TokenRequest.DEFAULT, context);

    assertEquals(fixture.stored(ALICE), refreshed.mapping());
    assertTrue(fixture.acs.isValid(refreshed.token()));
    fixture.assertTidy(ALICE);
  }

  @Test
  void anIssueThatADeletionOvertakesIsOfANewIdentity() {
    Mapping before = fixture.stored(ALICE);
    meanwhile(() -> fixture.othersIdentities.delete(ALICE, context));

    var issued = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);

    assertTrue(issued.identityIsNew());
    assertFalse(issued.mapping().isSameIdentityAs(before));
    assertTrue(fixture.acs.isValid(issued.token()));
    fixture.assertTidy(ALICE);
  }

  @Test
  void aScopeThatIsTakenAwayMeanwhileIsNotGiven() {
    meanwhile(() -> fixture.allow(TokenScope.CHAT));

    assertEquals(
        ErrorCode.SCOPE_NOT_ALLOWED,
        assertThrows(
                ServiceException.class, () -> fixture.tokens.refresh(ALICE, CHAT_AND_VOIP, context))
            .code());
  }

  @Test
  void aDefaultThatChangesMeanwhileIsDecidedAfresh() {
    meanwhile(() -> fixture.allow(TokenScope.CHAT));

    var refreshed = fixture.tokens.refresh(ALICE, TokenRequest.DEFAULT, context);

    assertEquals(ScopeSet.of(TokenScope.CHAT), refreshed.scopes());
    assertEquals(
        List.of("find", "acs.issueToken", "find", "find", "acs.issueToken", "find"),
        fixture.script.log());
  }

  @Test
  void aUserWhoIsBlockedMeanwhileGetsNothing() {
    meanwhile(() -> fixture.allow());

    assertEquals(ErrorCode.SCOPE_NOT_ALLOWED, failureOfRefresh());
  }

  @Test
  void aTokenWhoseMappingCannotBeReadAgainIsNotGiven() {
    meanwhile(
        () -> fixture.script.before("find", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE)));

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failureOfRefresh());
  }

  @Test
  void aPolicyThatNeverRestsIsGivenUpOn() {
    changePolicyEachTime(true);

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failureOfRefresh());
  }

  @Test
  void theFirstTokenOfAnIdentityThatIsDeletedMeanwhileIsNotGiven() {
    fixture.othersIdentities.delete(ALICE, context);
    fixture.script.after("map", () -> fixture.othersIdentities.delete(ALICE, context));

    var issued = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);

    assertEquals(3, fixture.acs.identitiesMade());
    assertTrue(fixture.acs.isValid(issued.token()));
    fixture.assertTidy(ALICE);
  }

  private void changePolicyEachTime(boolean chat) {
    meanwhile(
        () -> {
          fixture.allow(chat ? TokenScope.CHAT : TokenScope.VOIP);
          changePolicyEachTime(!chat);
        });
  }

  private ErrorCode failureOfRefresh() {
    return assertThrows(
            ServiceException.class,
            () -> fixture.tokens.refresh(ALICE, TokenRequest.DEFAULT, context))
        .code();
  }
}
