package dev.acstoken.identity.protocol;

import static dev.acstoken.identity.protocol.Scene.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.TokenScope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokensTest {

  private static final TokenRequest CHAT_FOR_AN_HOUR =
      new TokenRequest(Optional.of(Set.of(TokenScope.CHAT)), Optional.of(new TokenLifetime(60)));
  private static final TokenRequest VOIP =
      new TokenRequest(Optional.of(Set.of(TokenScope.VOIP)), Optional.empty());

  private final Scene scene = new Scene();
  private final Deadline deadline = scene.deadline;

  @Test
  void aUserWithoutIdentityGetsOneWithTheFirstTokenInOneCall() {
    var issued = scene.tokens.issue(ALICE, TokenRequest.DEFAULT, deadline);

    assertTrue(issued.identityIsNew());
    assertTrue(scene.acs.isValid(issued.token()));
    assertEquals(
        List.of(
            "find",
            "find",
            "acs.createWithToken",
            "recordUnsettled",
            "insertReverse",
            "map",
            "settle",
            "find"),
        scene.steps.log());
    scene.assertTidy(ALICE);
  }

  @Test
  void noTokenLeavesBeforeItsMappingIsStored() {
    scene.steps.before("map", Steps.failing(Failure.STORAGE_UNAVAILABLE));

    assertEquals(Failure.STORAGE_UNAVAILABLE, failureOfIssue(TokenRequest.DEFAULT));
  }

  @Test
  void aUserWithIdentityGetsATokenOfIt() {
    Mapping given = scene.given();

    var issued = scene.tokens.issue(ALICE, TokenRequest.DEFAULT, deadline);

    assertFalse(issued.identityIsNew());
    assertTrue(issued.mapping().isSameIdentityAs(given));
    assertTrue(scene.acs.isValid(issued.token()));
    assertEquals(List.of("find", "acs.issueToken", "find"), scene.steps.log());
    scene.assertTidy(ALICE);
  }

  @Test
  void aTokenIsWhatTheRequestAsksFor() {
    var first = scene.tokens.issue(ALICE, CHAT_FOR_AN_HOUR, deadline);
    var second = scene.tokens.issue(ALICE, CHAT_FOR_AN_HOUR, deadline);
    var third = scene.tokens.refresh(ALICE, CHAT_FOR_AN_HOUR, deadline);

    for (Tokens.Issued issued : List.of(first, second, third)) {
      assertEquals(Set.of(TokenScope.CHAT), issued.scopes());
      assertEquals(Scene.NOW.plus(Duration.ofHours(1)), issued.token().expiresOn());
    }
  }

  @Test
  void aTokenIsWhatThePolicySaysIfTheRequestAsksForNothing() {
    var issued = scene.tokens.issue(ALICE, TokenRequest.DEFAULT, deadline);

    assertEquals(Scene.POLICY.scopes(), issued.scopes());
    assertEquals(Scene.NOW.plus(Duration.ofDays(1)), issued.token().expiresOn());
  }

  @Test
  void aScopeThatTheUserMayNotHaveIsRefusedBeforeAcsIsAsked() {
    scene.given();
    scene.allow(TokenScope.CHAT);

    assertEquals(Failure.SCOPE_NOT_ALLOWED, failureOfIssue(VOIP));
    assertEquals(Failure.SCOPE_NOT_ALLOWED, failureOfRefresh(VOIP));

    assertEquals(List.of("find", "find"), scene.steps.log());
  }

  @Test
  void aUsersOwnPolicyDecidesWhatTheDefaultIs() {
    scene.given();
    scene.allow(TokenScope.CHAT);

    assertEquals(
        Set.of(TokenScope.CHAT),
        scene.tokens.refresh(ALICE, TokenRequest.DEFAULT, deadline).scopes());
  }

  @Test
  void aUserWithoutAnyScopeIsBlocked() {
    scene.given();
    scene.allow();

    assertEquals(Failure.SCOPE_NOT_ALLOWED, failureOfIssue(TokenRequest.DEFAULT));
    assertEquals(Failure.SCOPE_NOT_ALLOWED, failureOfRefresh(TokenRequest.DEFAULT));
  }

  @Test
  void aRefreshGivesANewToken() {
    var issued = scene.othersTokens.issue(ALICE, TokenRequest.DEFAULT, deadline);

    var refreshed = scene.tokens.refresh(ALICE, TokenRequest.DEFAULT, deadline);

    assertTrue(scene.acs.isValid(refreshed.token()));
    assertFalse(refreshed.identityIsNew());
    assertTrue(refreshed.mapping().isSameIdentityAs(issued.mapping()));
  }

  @Test
  void aRefreshNeverMakesAnIdentity() {
    assertEquals(Failure.IDENTITY_NOT_FOUND, failureOfRefresh(TokenRequest.DEFAULT));

    assertEquals(List.of("find"), scene.steps.log());
    scene.assertEmpty();
  }

  @Test
  void revocationEndsTheTokensSoFar() {
    var before = scene.othersTokens.issue(ALICE, TokenRequest.DEFAULT, deadline);

    scene.tokens.revoke(ALICE, deadline);

    assertFalse(scene.acs.isValid(before.token()));
    var after = scene.tokens.refresh(ALICE, TokenRequest.DEFAULT, deadline);
    assertTrue(scene.acs.isValid(after.token()));
    scene.assertTidy(ALICE);
  }

  @Test
  void revokingNobodysTokensSucceeds() {
    scene.tokens.revoke(ALICE, deadline);

    assertEquals(List.of("find"), scene.steps.log());
    scene.assertEmpty();
  }

  @Test
  void aThrottledCallIsPassedOn() {
    scene.given();
    scene.steps.before("acs.issueToken", Steps.failing(Failure.ACS_THROTTLED));

    assertEquals(Failure.ACS_THROTTLED, failureOfRefresh(TokenRequest.DEFAULT));
    assertEquals(List.of("find", "acs.issueToken"), scene.steps.log());
  }

  @Test
  void whoComesAgainCostsOneCallToAcsAndOneRead() {
    scene.given();
    var unused = scene.tokens.issue(ALICE, TokenRequest.DEFAULT, deadline);

    assertEquals(List.of("acs.issueToken", "find"), logOf(this::issue));
    assertEquals(List.of("acs.issueToken", "find"), logOf(this::refresh));
  }

  @Test
  void whoGotAnIdentityWithTheFirstTokenIsKnown() {
    issue();

    assertEquals(List.of("acs.issueToken", "find"), logOf(this::refresh));
  }

  @Test
  void whatIsKnownOfAUserWhoIsGoneBringsNobodyBack() {
    issue();
    scene.othersIdentities.delete(ALICE, deadline);
    scene.steps.forgetLog();

    assertEquals(Failure.IDENTITY_NOT_FOUND, failureOfRefresh(TokenRequest.DEFAULT));
    assertEquals(List.of("acs.issueToken", "find"), scene.steps.log());
    scene.assertEmpty();
  }

  @Test
  void whatIsKnownRefusesNothingThatTheRowAllows() {
    scene.given();
    scene.allow(TokenScope.CHAT);
    issue();
    scene.allow(TokenScope.VOIP);

    assertEquals(Set.of(TokenScope.VOIP), scene.tokens.refresh(ALICE, VOIP, deadline).scopes());
  }

  @Test
  void whatIsKnownGivesNothingThatTheRowForbids() {
    issue();
    scene.allow(TokenScope.CHAT);
    scene.steps.forgetLog();

    assertEquals(Failure.SCOPE_NOT_ALLOWED, failureOfRefresh(VOIP));
    assertEquals(List.of("acs.issueToken", "find", "find"), scene.steps.log());
  }

  @Test
  void onesOwnChangeIsReadAfresh() {
    issue();
    var unused = scene.policies.set(ALICE, Set.of(TokenScope.CHAT), it -> true, deadline);

    assertEquals(List.of("find", "acs.issueToken", "find"), logOf(this::refresh));
  }

  private void issue() {
    var unused = scene.tokens.issue(ALICE, TokenRequest.DEFAULT, deadline);
  }

  private void refresh() {
    var unused = scene.tokens.refresh(ALICE, TokenRequest.DEFAULT, deadline);
  }

  private List<String> logOf(Runnable action) {
    scene.steps.forgetLog();
    action.run();
    return scene.steps.log();
  }

  private Failure failureOfIssue(TokenRequest request) {
    return assertThrows(IdentityException.class, () -> scene.tokens.issue(ALICE, request, deadline))
        .failure();
  }

  private Failure failureOfRefresh(TokenRequest request) {
    return assertThrows(
            IdentityException.class, () -> scene.tokens.refresh(ALICE, request, deadline))
        .failure();
  }
}
