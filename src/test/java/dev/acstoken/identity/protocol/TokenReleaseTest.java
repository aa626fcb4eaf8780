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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Verifies that a token is released only if the row still allows it after ACS issued it. */
class TokenReleaseTest {

  private final DomainFixture fixture = new DomainFixture();
  private final RequestContext context = fixture.context;

  private void whileAcsIssues(Runnable action) {
    fixture.script.after("acs.issueToken", action);
  }

  @BeforeEach
  void aliceHasAnIdentity() {
    fixture.given();
  }

  @Test
  void aRefreshDuringADeletionFindsNoIdentity() {
    whileAcsIssues(() -> fixture.othersIdentities.delete(ALICE, context));

    assertEquals(ErrorCode.IDENTITY_NOT_FOUND, failureOfRefresh());

    fixture.assertEmpty();
  }

  @Test
  void aTokenIssuedDuringADeletionIsForANewIdentity() {
    Mapping before = fixture.stored(ALICE);
    whileAcsIssues(() -> fixture.othersIdentities.delete(ALICE, context));

    var issued = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);

    assertTrue(issued.identityIsNew());
    assertFalse(issued.mapping().isSameIdentityAs(before));
    assertTrue(fixture.acs.isValid(issued.token()));
    fixture.assertTidy(ALICE);
  }

  @Test
  void aTokenWithDefaultScopesFollowsAConcurrentPolicyChange() {
    whileAcsIssues(() -> fixture.allow(TokenScope.CHAT));

    var refreshed = fixture.tokens.refresh(ALICE, TokenRequest.DEFAULT, context);

    assertEquals(ScopeSet.of(TokenScope.CHAT), refreshed.scopes());
    assertEquals(
        List.of("find", "acs.issueToken", "find", "find", "acs.issueToken", "find"),
        fixture.script.log());
  }

  @Test
  void aTokenIsNotReleasedIfTheRowCannotBeReadAgain() {
    whileAcsIssues(
        () -> fixture.script.before("find", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE)));

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failureOfRefresh());
  }

  @Test
  void aPolicyThatChangesDuringEveryAttemptFailsTheRequest() {
    changePolicyEachTime(true);

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failureOfRefresh());
  }

  private void changePolicyEachTime(boolean chat) {
    whileAcsIssues(
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
