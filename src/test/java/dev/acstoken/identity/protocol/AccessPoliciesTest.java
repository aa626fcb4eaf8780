package dev.acstoken.identity.protocol;

import static dev.acstoken.identity.protocol.DomainFixture.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.protocol.AccessPolicies.Access;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user may have, and what becomes of tokens that have more. */
class AccessPoliciesTest {

  private static final ScopeSet CHAT = ScopeSet.of(TokenScope.CHAT);
  private static final ScopeSet ALL = ScopeSet.of(TokenScope.values());
  private static final Access DEFAULT = new Access(ALICE, DomainFixture.POLICY.scopes(), true);

  private final DomainFixture fixture = new DomainFixture();
  private final RequestContext context = fixture.context;

  @Test
  void aUserWithoutAPolicyHasWhatIsConfigured() {
    assertEquals(DEFAULT, fixture.policies.get(ALICE, context));
  }

  @Test
  void aPolicyHoldsForAUserWithoutIdentity() {
    assertEquals(new Access(ALICE, CHAT, false), set(CHAT));

    assertEquals(new Access(ALICE, CHAT, false), fixture.policies.get(ALICE, context));
    assertFalse(fixture.isStored(ALICE));
    assertEquals(CHAT, issue().scopes());
    fixture.assertTidy(ALICE);
  }

  @Test
  void aPolicyMayAllowMoreThanIsConfigured() {
    set(ALL);

    assertEquals(ALL, issue().scopes());
  }

  @Test
  void takingAScopeAwayRecordsMarksRevokesAndThenAnswers() {
    var before = given();

    set(CHAT);

    assertEquals(
        List.of("find", "begin", "markRevoking", "acs.revokeTokens", "map", "complete"),
        fixture.script.log());
    assertFalse(fixture.acs.isValid(before.token()));
    assertEquals(CHAT, issue().scopes());
    fixture.assertTidy(ALICE);
  }

  @Test
  void givingAScopeRevokesNothing() {
    var before = given();

    set(ALL);

    assertEquals(List.of("find", "map"), fixture.script.log());
    assertTrue(fixture.acs.isValid(before.token()));
    fixture.assertTidy(ALICE);
  }

  @Test
  void exchangingAScopeRevokes() {
    var before = given();

    set(ScopeSet.of(TokenScope.CHAT, TokenScope.VOIP_JOIN));

    assertFalse(fixture.acs.isValid(before.token()));
  }

  @Test
  void sayingWhatHoldsAlreadyChangesNothing() {
    set(CHAT);
    var before = given();

    set(CHAT);

    assertEquals(List.of("find"), fixture.script.log());
    assertTrue(fixture.acs.isValid(before.token()));
  }

  @Test
  void aResetGivesBackWhatIsConfigured() {
    set(ScopeSet.NONE);

    assertEquals(DEFAULT, reset());

    assertTrue(fixture.account(ALICE).isBlank());
    assertEquals(DomainFixture.POLICY.scopes(), issue().scopes());
  }

  @Test
  void aResetThatTakesAScopeAwayRevokes() {
    set(ALL);
    var before = given();

    reset();

    assertFalse(fixture.acs.isValid(before.token()));
    fixture.assertTidy(ALICE);
  }

  @Test
  void whoMayHaveNothingIsBlocked() {
    var before = given();
    set(ScopeSet.NONE);

    assertFalse(fixture.acs.isValid(before.token()));
    assertBlocked(() -> fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context));
    assertBlocked(() -> fixture.tokens.refresh(ALICE, TokenRequest.DEFAULT, context));
  }

  @Test
  void whoIsBlockedGetsNoIdentityEither() {
    set(ScopeSet.NONE);

    assertBlocked(() -> fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context));

    assertEquals(0, fixture.acs.identitiesMade());
  }

  @Test
  void deletingOneselfDoesNotUnblock() {
    given();
    set(ScopeSet.NONE);

    fixture.identities.delete(ALICE, context);

    assertEquals(new Access(ALICE, ScopeSet.NONE, false), fixture.policies.get(ALICE, context));
    assertBlocked(() -> fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context));
    fixture.assertEmpty();
  }

  @Test
  void aPolicyThatIsNotAsExpectedIsLeft() {
    set(CHAT);

    var thrown =
        assertThrows(
            ServiceException.class,
            () -> fixture.policies.set(ALICE, ALL, Access::isDefault, context));

    assertEquals(ErrorCode.PRECONDITION_FAILED, thrown.code());
    assertEquals(CHAT, fixture.policies.get(ALICE, context).scopes());
  }

  @Test
  void whatIsExpectedIsLookedAtAgainAfterSomebodyElsesChange() {
    given();
    fixture.script.before("markRevoking", () -> othersSet(ALL));

    var thrown =
        assertThrows(
            ServiceException.class,
            () -> fixture.policies.set(ALICE, CHAT, Access::isDefault, context));

    assertEquals(ErrorCode.PRECONDITION_FAILED, thrown.code());
    assertEquals(ALL, fixture.policies.get(ALICE, context).scopes());
  }

  // Its first attempt may have succeeded, and the reply been lost.
  @Test
  void aRepetitionOfWhatWasDoneSucceedsWhateverIsExpected() {
    set(CHAT);

    assertEquals(
        new Access(ALICE, CHAT, false),
        fixture.policies.set(ALICE, CHAT, Access::isDefault, context));
  }

  @ParameterizedTest
  @ValueSource(strings = {"markRevoking", "acs.revokeTokens", "map"})
  void whatIsInterruptedAfterTheMarkAnyNextOperationFinishes(String call) {
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
          Named.of("SetAccess", it -> it.policies.set(ALICE, CHAT, access -> true, it.context)),
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
  void untilTheRevocationSucceedsNoTokenIsGiven() {
    given();
    interrupt(fixture, "acs.revokeTokens");
    fixture.script.before("acs.revokeTokens", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));

    var thrown =
        assertThrows(
            ServiceException.class,
            () -> fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context));

    assertEquals(ErrorCode.ACS_UNAVAILABLE, thrown.code());
  }

  @ParameterizedTest
  @MethodSource("moments")
  void aTokenWithAScopeThatIsTakenAwayMeanwhileIsNotGiven(String moment) {
    boolean isNew = !moment.equals("acs.issueToken");
    if (!isNew) {
      fixture.given();
    }
    fixture.script.after(moment, () -> othersSet(CHAT));

    var issued = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);

    assertEquals(CHAT, issued.scopes());
    assertTrue(fixture.acs.isValid(issued.token()));
    fixture.assertTidy(ALICE);
  }

  static List<String> moments() {
    return List.of("acs.issueToken", "acs.createWithToken", "putOwner", "map", "complete");
  }

  @Test
  void anIdentityThatAPolicyOvertakesInItsMakingStaysUnlessTheRowCameFirst() {
    fixture.script.after("complete", () -> othersSet(CHAT));

    var issued = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);

    assertEquals(1, fixture.acs.identitiesMade());
    assertEquals(fixture.stored(ALICE), issued.mapping());
  }

  @Test
  void twoWhoTakeDifferentScopesAwayLeaveOneOfTheirPoliciesAndNoOldToken() {
    var before = given();
    fixture.script.before("markRevoking", () -> othersSet(ScopeSet.of(TokenScope.VOIP)));

    set(CHAT);

    assertFalse(fixture.acs.isValid(before.token()));
    assertEquals(CHAT, fixture.policies.get(ALICE, context).scopes());
    // The recovery removes the pending change that was begun in vain.
    fixture
        .table
        .pending()
        .forEach(id -> assertEquals(fixture.stored(ALICE).communicationUserId(), id));
  }

  @Test
  void anIdentityOfAnotherResourceHasItsPolicyToo() {
    fixture.given();
    var elsewhere = fixture.withOtherAcs();

    var access = elsewhere.policies.set(ALICE, CHAT, any -> true, context);

    assertEquals(CHAT, access.scopes());
    assertEquals(List.of("find", "map"), elsewhere.script.log());
    assertEquals(CHAT, elsewhere.tokens.issue(ALICE, TokenRequest.DEFAULT, context).scopes());
  }

  @Test
  void theOwnerOfAnIdentityIsFoundAsLongAsItIsOne() {
    var id = fixture.given().communicationUserId();

    assertEquals(ALICE, fixture.identities.findOwner(id, context));
    assertEquals(List.of("findOwner"), fixture.script.log());

    fixture.identities.delete(ALICE, context);
    assertEquals(
        ErrorCode.IDENTITY_NOT_FOUND,
        assertThrows(ServiceException.class, () -> fixture.identities.findOwner(id, context))
            .code());
  }

  @Test
  void aDeletedUserWithoutAPolicyLeavesNothingStored() {
    given();

    fixture.identities.delete(ALICE, context);

    assertTrue(fixture.account(ALICE).isBlank());
  }

  @Test
  void aDeletedUsersPolicyStaysStored() {
    set(CHAT);
    given();

    fixture.identities.delete(ALICE, context);

    assertEquals(AccessPolicy.custom(CHAT), fixture.account(ALICE).policy());
  }

  /** A token that somebody else was given. */
  private Tokens.IssueResult given() {
    return fixture.othersTokens.issue(ALICE, TokenRequest.DEFAULT, context);
  }

  private Tokens.IssueResult issue() {
    return fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);
  }

  private Access set(ScopeSet scopes) {
    fixture.script.clearLog();
    return fixture.policies.set(ALICE, scopes, any -> true, context);
  }

  private Access reset() {
    return fixture.policies.reset(ALICE, any -> true, context);
  }

  private void othersSet(ScopeSet scopes) {
    fixture.othersPolicies.set(ALICE, scopes, any -> true, context);
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
        () -> fixture.policies.set(ALICE, CHAT, any -> true, fixture.context));
  }

  private static void assertBlocked(Runnable call) {
    var thrown = assertThrows(ServiceException.class, call::run);
    assertEquals(ErrorCode.SCOPE_NOT_ALLOWED, thrown.code());
    assertEquals("This user may not have tokens.", thrown.detail());
  }
}
