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
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.protocol.AccessPolicies.Precondition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Verifies that tokens are issued, refreshed and revoked, with and without a cached account. */
class TokensTest {

  private static final TokenRequest CHAT_FOR_AN_HOUR =
      new TokenRequest(
          Optional.of(ScopeSet.of(TokenScope.CHAT)), Optional.of(new TokenLifetime(60)));
  private static final TokenRequest VOIP =
      new TokenRequest(Optional.of(ScopeSet.of(TokenScope.VOIP)), Optional.empty());

  private final DomainFixture fixture = new DomainFixture();
  private final RequestContext context = fixture.context;

  @Test
  void theFirstTokenCreatesTheIdentityInOneAcsCall() {
    var issued = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);

    assertTrue(issued.identityIsNew());
    assertTrue(fixture.acs.isValid(issued.token()));
    assertEquals(
        List.of("find", "find", "acs.createWithToken", "begin", "putOwner", "map", "complete"),
        fixture.script.log());
    fixture.assertTidy(ALICE);
  }

  @Test
  void theAccountOfANewIdentityIsCached() {
    var unused = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);
    fixture.script.clearLog();

    var unusedToo = fixture.tokens.refresh(ALICE, TokenRequest.DEFAULT, context);

    assertEquals(List.of("acs.issueToken", "find"), fixture.script.log());
  }

  @Test
  void noTokenIsReleasedBeforeItsMappingIsStored() {
    fixture.script.before("map", FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE));

    assertEquals(ErrorCode.STORAGE_UNAVAILABLE, failureOfIssue(TokenRequest.DEFAULT));
  }

  @Test
  void aUserWithAnIdentityGetsATokenForIt() {
    Mapping given = fixture.given();

    var issued = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);

    assertFalse(issued.identityIsNew());
    assertTrue(issued.mapping().isSameIdentityAs(given));
    assertTrue(fixture.acs.isValid(issued.token()));
    assertEquals(List.of("find", "acs.issueToken", "find"), fixture.script.log());
    fixture.assertTidy(ALICE);
  }

  @Test
  void aTokenHasTheRequestedScopesAndLifetime() {
    var first = fixture.tokens.issue(ALICE, CHAT_FOR_AN_HOUR, context);
    var second = fixture.tokens.issue(ALICE, CHAT_FOR_AN_HOUR, context);
    var third = fixture.tokens.refresh(ALICE, CHAT_FOR_AN_HOUR, context);

    for (Tokens.IssueResult issued : List.of(first, second, third)) {
      assertEquals(ScopeSet.of(TokenScope.CHAT), issued.scopes());
      assertEquals(DomainFixture.NOW.plus(Duration.ofHours(1)), issued.token().expiresOn());
    }
  }

  @Test
  void aDefaultTokenHasTheConfiguredScopesAndLifetime() {
    var issued = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);

    assertEquals(DomainFixture.POLICY.scopes(), issued.scopes());
    assertEquals(DomainFixture.NOW.plus(Duration.ofDays(1)), issued.token().expiresOn());
  }

  @Test
  void aDisallowedScopeIsRejectedBeforeAcsIsCalled() {
    fixture.given();
    fixture.allow(TokenScope.CHAT);

    assertEquals(ErrorCode.SCOPE_NOT_ALLOWED, failureOfIssue(VOIP));
    assertEquals(ErrorCode.SCOPE_NOT_ALLOWED, failureOfRefresh(VOIP));

    assertEquals(List.of("find", "find"), fixture.script.log());
  }

  @Test
  void aCustomPolicyDeterminesTheDefaultScopes() {
    fixture.given();
    fixture.allow(TokenScope.CHAT);

    assertEquals(
        ScopeSet.of(TokenScope.CHAT),
        fixture.tokens.refresh(ALICE, TokenRequest.DEFAULT, context).scopes());
  }

  @Test
  void aUserWithoutScopesIsBlocked() {
    fixture.given();
    fixture.allow();

    assertEquals(ErrorCode.SCOPE_NOT_ALLOWED, failureOfIssue(TokenRequest.DEFAULT));
    assertEquals(ErrorCode.SCOPE_NOT_ALLOWED, failureOfRefresh(TokenRequest.DEFAULT));
  }

  @Test
  void aRefreshReturnsANewToken() {
    var issued = fixture.othersTokens.issue(ALICE, TokenRequest.DEFAULT, context);

    var refreshed = fixture.tokens.refresh(ALICE, TokenRequest.DEFAULT, context);

    assertTrue(fixture.acs.isValid(refreshed.token()));
    assertFalse(refreshed.identityIsNew());
    assertTrue(refreshed.mapping().isSameIdentityAs(issued.mapping()));
  }

  @Test
  void aRefreshNeverCreatesAnIdentity() {
    assertEquals(ErrorCode.IDENTITY_NOT_FOUND, failureOfRefresh(TokenRequest.DEFAULT));

    assertEquals(List.of("find"), fixture.script.log());
    fixture.assertEmpty();
  }

  @Test
  void aRevocationInvalidatesEarlierTokens() {
    var before = fixture.othersTokens.issue(ALICE, TokenRequest.DEFAULT, context);

    fixture.tokens.revoke(ALICE, context);

    assertFalse(fixture.acs.isValid(before.token()));
    var after = fixture.tokens.refresh(ALICE, TokenRequest.DEFAULT, context);
    assertTrue(fixture.acs.isValid(after.token()));
    fixture.assertTidy(ALICE);
  }

  @Test
  void revokingWithoutAnIdentitySucceeds() {
    fixture.tokens.revoke(ALICE, context);

    assertEquals(List.of("find", "findPrevious"), fixture.script.log());
    fixture.assertEmpty();
  }

  @Test
  void aRevocationIsRecordedBeforeAcsIsCalled() {
    fixture.given();

    fixture.tokens.revoke(ALICE, context);

    assertEquals(
        List.of("find", "begin", "findPrevious", "acs.revokeTokens", "complete"),
        fixture.script.log());
  }

  @Test
  void throttlingIsReportedWithoutARetry() {
    fixture.given();
    fixture.script.before("acs.issueToken", FaultScript.failing(ErrorCode.ACS_THROTTLED));

    assertEquals(ErrorCode.ACS_THROTTLED, failureOfRefresh(TokenRequest.DEFAULT));
    assertEquals(List.of("find", "acs.issueToken"), fixture.script.log());
  }

  @Test
  void aCachedAccountCostsOneAcsCallAndOneRead() {
    fixture.given();
    var unused = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);

    assertEquals(List.of("acs.issueToken", "find"), logOf(this::issue));
    assertEquals(List.of("acs.issueToken", "find"), logOf(this::refresh));
  }

  @Test
  void theFirstTokenCachesTheAccount() {
    issue();

    assertEquals(List.of("acs.issueToken", "find"), logOf(this::refresh));
  }

  @Test
  void aCachedAccountNeverRecreatesADeletedIdentity() {
    issue();
    fixture.othersIdentities.delete(ALICE, context);
    fixture.script.clearLog();

    assertEquals(ErrorCode.IDENTITY_NOT_FOUND, failureOfRefresh(TokenRequest.DEFAULT));
    assertEquals(List.of("acs.issueToken", "find"), fixture.script.log());
    fixture.assertEmpty();
  }

  @Test
  void aCachedAccountNeverRejectsWhatTheRowAllows() {
    fixture.given();
    fixture.allow(TokenScope.CHAT);
    issue();
    fixture.allow(TokenScope.VOIP);

    assertEquals(
        ScopeSet.of(TokenScope.VOIP), fixture.tokens.refresh(ALICE, VOIP, context).scopes());
  }

  @Test
  void aCachedAccountNeverBypassesThePolicy() {
    issue();
    fixture.allow(TokenScope.CHAT);
    fixture.script.clearLog();

    assertEquals(ErrorCode.SCOPE_NOT_ALLOWED, failureOfRefresh(VOIP));
    assertEquals(List.of("acs.issueToken", "find", "find"), fixture.script.log());
  }

  @Test
  void aPolicyChangeEvictsTheCachedAccount() {
    issue();
    var unused =
        fixture.policies.set(ALICE, ScopeSet.of(TokenScope.CHAT), Precondition.NONE, context);

    assertEquals(List.of("find", "acs.issueToken", "find"), logOf(this::refresh));
  }

  private void issue() {
    var unused = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);
  }

  private void refresh() {
    var unused = fixture.tokens.refresh(ALICE, TokenRequest.DEFAULT, context);
  }

  private List<String> logOf(Runnable action) {
    fixture.script.clearLog();
    action.run();
    return fixture.script.log();
  }

  private ErrorCode failureOfIssue(TokenRequest request) {
    return assertThrows(ServiceException.class, () -> fixture.tokens.issue(ALICE, request, context))
        .code();
  }

  private ErrorCode failureOfRefresh(TokenRequest request) {
    return assertThrows(
            ServiceException.class, () -> fixture.tokens.refresh(ALICE, request, context))
        .code();
  }
}
