package dev.acstoken.identity.protocol;

import static dev.acstoken.identity.protocol.DomainFixture.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.protocol.AccessPolicies.Access;
import dev.acstoken.identity.protocol.AccessPolicies.Precondition;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that a policy limits the tokens of its user, and that removing a scope revokes them. */
class AccessPoliciesTest {

  private static final Precondition NEVER =
      (current, isDone) -> {
        throw new ServiceException(ErrorCode.PRECONDITION_FAILED, "Never.");
      };

  private static final Precondition IF_DEFAULT =
      (current, isDone) -> {
        if (!current.isDefault() && !isDone) {
          NEVER.check(current, isDone);
        }
      };

  private static final ScopeSet CHAT = ScopeSet.of(TokenScope.CHAT);
  private static final ScopeSet ALL = ScopeSet.of(TokenScope.values());
  private static final Access DEFAULT = new Access(ALICE, DomainFixture.POLICY.scopes(), true);

  private final DomainFixture fixture = new DomainFixture();
  private final RequestContext context = fixture.context;

  @Test
  void aUserWithoutAPolicyInheritsTheConfiguredScopes() {
    assertEquals(DEFAULT, fixture.policies.get(ALICE, context));
  }

  @Test
  void aPolicyAppliesToAUserWithoutAnIdentity() {
    assertEquals(new Access(ALICE, CHAT, false), set(CHAT));

    assertEquals(new Access(ALICE, CHAT, false), fixture.policies.get(ALICE, context));
    assertFalse(fixture.isStored(ALICE));
    assertEquals(CHAT, issue().scopes());
    fixture.assertTidy(ALICE);
  }

  @Test
  void aPolicyMayAllowMoreThanTheConfiguredScopes() {
    set(ALL);

    assertEquals(ALL, issue().scopes());
  }

  @Test
  void removingAScopeRevokesTokensBeforeItReturns() {
    var before = issueByAnotherRequest();

    set(CHAT);

    assertEquals(
        List.of(
            "find",
            "begin",
            "markRevoking",
            "pause 2000",
            "findPrevious",
            "acs.revokeTokens",
            "map",
            "complete"),
        fixture.script.log());
    assertFalse(fixture.acs.isValid(before.token()));
    assertEquals(CHAT, issue().scopes());
    fixture.assertTidy(ALICE);
  }

  @ParameterizedTest
  @CsvSource({"0, pause 2000", "500, pause 1500", "1999, pause 1", "2000, findPrevious"})
  void anInterruptedRevocationWaitsUntilThePolicyIsTwoSecondsOld(int ageMillis, String next) {
    fixture.given();
    fixture.put(fixture.account(ALICE).withState(Mapping.State.REVOKING));
    fixture.pass(Duration.ofMillis(ageMillis));

    var unused = fixture.policies.get(ALICE, context);

    assertEquals(List.of("find", next), fixture.script.log().subList(0, 2));
  }

  @Test
  void addingAScopeRevokesNothing() {
    var before = issueByAnotherRequest();

    set(ALL);

    assertEquals(List.of("find", "map"), fixture.script.log());
    assertTrue(fixture.acs.isValid(before.token()));
    fixture.assertTidy(ALICE);
  }

  @Test
  void replacingAScopeRevokesTokens() {
    var before = issueByAnotherRequest();

    set(ScopeSet.of(TokenScope.CHAT, TokenScope.VOIP_JOIN));

    assertFalse(fixture.acs.isValid(before.token()));
  }

  @Test
  void settingTheCurrentPolicyChangesNothing() {
    set(CHAT);
    var before = issueByAnotherRequest();

    set(CHAT);

    assertEquals(List.of("find"), fixture.script.log());
    assertTrue(fixture.acs.isValid(before.token()));
  }

  @Test
  void aResetRestoresTheConfiguredScopes() {
    set(ScopeSet.NONE);

    assertEquals(DEFAULT, reset());

    assertTrue(fixture.account(ALICE).isBlank());
    assertEquals(DomainFixture.POLICY.scopes(), issue().scopes());
  }

  @Test
  void aResetThatRemovesAScopeRevokesTokens() {
    set(ALL);
    var before = issueByAnotherRequest();

    reset();

    assertFalse(fixture.acs.isValid(before.token()));
    fixture.assertTidy(ALICE);
  }

  @Test
  void anEmptyPolicyBlocksTheUser() {
    var before = issueByAnotherRequest();
    set(ScopeSet.NONE);

    assertFalse(fixture.acs.isValid(before.token()));
    assertBlocked(() -> fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context));
    assertBlocked(() -> fixture.tokens.refresh(ALICE, TokenRequest.DEFAULT, context));
  }

  @Test
  void aBlockedTokenRequestCreatesNoIdentity() {
    set(ScopeSet.NONE);

    assertBlocked(() -> fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context));

    assertEquals(0, fixture.acs.identitiesCreated());
  }

  @Test
  void deletingTheIdentityDoesNotUnblockTheUser() {
    issueByAnotherRequest();
    set(ScopeSet.NONE);

    fixture.identities.delete(ALICE, context);

    assertEquals(new Access(ALICE, ScopeSet.NONE, false), fixture.policies.get(ALICE, context));
    assertBlocked(() -> fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context));
    fixture.assertEmpty();
  }

  @Test
  void aFailedPreconditionKeepsThePolicy() {
    set(CHAT);

    var thrown =
        assertThrows(
            ServiceException.class, () -> fixture.policies.set(ALICE, ALL, IF_DEFAULT, context));

    assertEquals(ErrorCode.PRECONDITION_FAILED, thrown.code());
    assertEquals(CHAT, fixture.policies.get(ALICE, context).scopes());
  }

  @Test
  void thePreconditionIsCheckedAgainAfterAConcurrentChange() {
    issueByAnotherRequest();
    fixture.script.before("markRevoking", () -> setByAnotherRequest(ALL));

    var thrown =
        assertThrows(
            ServiceException.class, () -> fixture.policies.set(ALICE, CHAT, IF_DEFAULT, context));

    assertEquals(ErrorCode.PRECONDITION_FAILED, thrown.code());
    assertEquals(ALL, fixture.policies.get(ALICE, context).scopes());
  }

  // The first attempt may have succeeded although its response was lost.
  @Test
  void thePreconditionLearnsThatTheChangeIsAlreadyDone() {
    set(CHAT);

    assertEquals(
        new Access(ALICE, CHAT, false), fixture.policies.set(ALICE, CHAT, IF_DEFAULT, context));
    assertThrows(ServiceException.class, () -> fixture.policies.set(ALICE, CHAT, NEVER, context));
    assertThrows(ServiceException.class, () -> fixture.policies.set(ALICE, ALL, NEVER, context));
  }

  @ParameterizedTest
  @ValueSource(strings = {"markRevoking", "acs.revokeTokens", "map"})
  void anyOperationCompletesAnInterruptedRevocation(String call) {
    for (Named<Consumer<DomainFixture>> next : OPERATIONS) {
      var fresh = new DomainFixture();
      var before = fresh.othersTokens.issue(ALICE, TokenRequest.DEFAULT, context);
      interrupt(fresh, call);

      next.getPayload().accept(fresh);

      assertFalse(fresh.acs.isValid(before.token()), next::getName);
      assertEquals(CHAT, fresh.policies.get(ALICE, context).scopes(), next::getName);
    }
  }

  private static final List<Named<Consumer<DomainFixture>>> OPERATIONS =
      List.of(
          Named.of("GetAccess", it -> it.policies.get(ALICE, it.context)),
          Named.of("SetAccess", it -> it.policies.set(ALICE, CHAT, Precondition.NONE, it.context)),
          Named.of("IssueToken", it -> it.tokens.issue(ALICE, TokenRequest.DEFAULT, it.context)),
          Named.of(
              "RefreshToken", it -> it.tokens.refresh(ALICE, TokenRequest.DEFAULT, it.context)),
          Named.of("GetIdentity", it -> it.identities.get(ALICE, it.context)),
          Named.of("CreateIdentity", it -> it.identities.ensure(ALICE, it.context)),
          Named.of("RevokeTokens", it -> it.tokens.revoke(ALICE, it.context)),
          Named.of("DeleteIdentity", it -> it.identities.delete(ALICE, it.context)),
          Named.of(
              "Recovery",
              it ->
                  it.scripted(() -> DomainFixture.NOW.plus(Recovery.GRACE_PERIOD).plusSeconds(1))
                      .recovery()
                      .run(it.context)));

  @Test
  void noTokenIsReleasedUntilTheRevocationSucceeds() {
    issueByAnotherRequest();
    interrupt(fixture, "acs.revokeTokens");
    fixture.script.before("acs.revokeTokens", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));

    var thrown =
        assertThrows(
            ServiceException.class,
            () -> fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context));

    assertEquals(ErrorCode.ACS_UNAVAILABLE, thrown.code());
  }

  @ParameterizedTest
  @MethodSource("stepsBeforeRelease")
  void aTokenWithAConcurrentlyRemovedScopeIsNotReleased(String step) {
    boolean isNew = !step.equals("acs.issueToken");
    if (!isNew) {
      fixture.given();
    }
    fixture.script.after(step, () -> setByAnotherRequest(CHAT));

    var issued = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);

    assertEquals(CHAT, issued.scopes());
    assertTrue(fixture.acs.isValid(issued.token()));
    fixture.assertTidy(ALICE);
  }

  static List<String> stepsBeforeRelease() {
    return List.of("acs.issueToken", "acs.createWithToken", "putOwner");
  }

  @ParameterizedTest
  @ValueSource(strings = {"map", "complete"})
  void theFirstTokenIsRevokedIfAScopeIsRemovedAfterTheMappingIsStored(String step) {
    fixture.script.after(step, () -> setByAnotherRequest(CHAT));

    var issued = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);

    assertFalse(fixture.acs.isValid(issued.token()));
    fixture.assertTidy(ALICE);
  }

  @Test
  void aPolicyChangeAfterTheMappingIsStoredKeepsTheIdentity() {
    fixture.script.after("complete", () -> setByAnotherRequest(CHAT));

    var issued = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);

    assertEquals(1, fixture.acs.identitiesCreated());
    assertEquals(fixture.stored(ALICE), issued.mapping());
  }

  @Test
  void concurrentPolicyChangesLeaveOnePolicyAndNoOldToken() {
    var before = issueByAnotherRequest();
    fixture.script.before("markRevoking", () -> setByAnotherRequest(ScopeSet.of(TokenScope.VOIP)));

    set(CHAT);

    assertFalse(fixture.acs.isValid(before.token()));
    assertEquals(CHAT, fixture.policies.get(ALICE, context).scopes());
    // The pending change of the failed attempt may remain. The recovery removes it.
    fixture
        .table
        .pending()
        .forEach(id -> assertEquals(fixture.stored(ALICE).communicationUserId(), id));
  }

  @Test
  void aScopeIsRemovedOnlyIfTheTokensCanBeRevoked() {
    fixture.given();
    var otherResource = fixture.withOtherAcs();

    var failure =
        assertThrows(
            ServiceException.class,
            () -> otherResource.policies.set(ALICE, CHAT, Precondition.NONE, context));

    assertEquals(ErrorCode.FOREIGN_IDENTITY, failure.code());
    assertEquals(AccessPolicy.INHERITED, fixture.account(ALICE).policy());
  }

  @Test
  void aPolicyAppliesToAnIdentityOfAGivenUpResource() {
    fixture.given();
    var replacing = fixture.withAcsThatReplacesTheFirst();

    var access = replacing.policies.set(ALICE, CHAT, Precondition.NONE, context);

    assertEquals(CHAT, access.scopes());
    assertFalse(replacing.script.log().contains("acs.revokeTokens"));
    assertEquals(CHAT, replacing.tokens.issue(ALICE, TokenRequest.DEFAULT, context).scopes());
  }

  @Test
  void theOwnerIsFoundUntilTheIdentityIsDeleted() {
    var id = fixture.given().communicationUserId();

    assertEquals(ALICE, fixture.identities.findOwner(id, ALICE::equals, context));
    assertEquals(List.of("findOwner"), fixture.script.log());

    fixture.identities.delete(ALICE, context);
    assertNotFound(id, ALICE.issuer());
  }

  // With one table under two deployments, an admin of one must not learn the other's users.
  @Test
  void theOwnerIsFoundOnlyAmongTheUsersOfTheGivenIssuers() {
    var id = fixture.given().communicationUserId();

    assertNotFound(id, "https://other-issuer.example");
  }

  private void assertNotFound(CommunicationUserId id, String issuer) {
    assertEquals(
        ErrorCode.IDENTITY_NOT_FOUND,
        assertThrows(
                ServiceException.class,
                () ->
                    fixture.identities.findOwner(
                        id, owner -> owner.issuer().equals(issuer), context))
            .code());
  }

  @Test
  void aDeletionWithoutAPolicyLeavesNoRow() {
    issueByAnotherRequest();

    fixture.identities.delete(ALICE, context);

    assertTrue(fixture.account(ALICE).isBlank());
  }

  @Test
  void aDeletionKeepsThePolicy() {
    set(CHAT);
    issueByAnotherRequest();

    fixture.identities.delete(ALICE, context);

    assertEquals(AccessPolicy.custom(CHAT), fixture.account(ALICE).policy());
  }

  /** Issues a token through another request. */
  private Tokens.IssueResult issueByAnotherRequest() {
    return fixture.othersTokens.issue(ALICE, TokenRequest.DEFAULT, context);
  }

  private Tokens.IssueResult issue() {
    return fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);
  }

  private Access set(ScopeSet scopes) {
    fixture.script.clearLog();
    return fixture.policies.set(ALICE, scopes, Precondition.NONE, context);
  }

  private Access reset() {
    return fixture.policies.reset(ALICE, Precondition.NONE, context);
  }

  private void setByAnotherRequest(ScopeSet scopes) {
    fixture.othersPolicies.set(ALICE, scopes, Precondition.NONE, context);
  }

  private static void interrupt(DomainFixture fixture, String call) {
    Runnable failure = FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE);
    if (call.equals("markRevoking")) {
      fixture.script.after(call, failure);
    } else {
      fixture.script.before(call, failure);
    }
    assertThrows(
        ServiceException.class,
        () -> fixture.policies.set(ALICE, CHAT, Precondition.NONE, fixture.context));
  }

  private static void assertBlocked(Runnable call) {
    var thrown = assertThrows(ServiceException.class, call::run);
    assertEquals(ErrorCode.SCOPE_NOT_ALLOWED, thrown.code());
    assertEquals("This user is blocked and cannot get tokens.", thrown.detail());
  }
}
