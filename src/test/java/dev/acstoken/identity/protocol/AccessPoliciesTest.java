package dev.acstoken.identity.protocol;

import static dev.acstoken.identity.protocol.Scene.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.protocol.AccessPolicies.Access;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user may have, and what becomes of tokens that have more. */
class AccessPoliciesTest {

  private static final Set<TokenScope> CHAT = Set.of(TokenScope.CHAT);
  private static final Set<TokenScope> ALL = Set.of(TokenScope.values());
  private static final Access DEFAULT = new Access(ALICE, Scene.POLICY.scopes(), true);

  private final Scene scene = new Scene();
  private final Deadline deadline = scene.deadline;

  @Test
  void aUserWithoutAPolicyHasWhatIsConfigured() {
    assertEquals(DEFAULT, scene.policies.get(ALICE, deadline));
  }

  @Test
  void aPolicyHoldsForAUserWithoutIdentity() {
    assertEquals(new Access(ALICE, CHAT, false), set(CHAT));

    assertEquals(new Access(ALICE, CHAT, false), scene.policies.get(ALICE, deadline));
    assertFalse(scene.isStored(ALICE));
    assertEquals(CHAT, issue().scopes());
    scene.assertTidy(ALICE);
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
        List.of("find", "recordUnsettled", "markRevoking", "acs.revokeTokens", "map", "settle"),
        scene.steps.log());
    assertFalse(scene.acs.isValid(before.token()));
    assertEquals(CHAT, issue().scopes());
    scene.assertTidy(ALICE);
  }

  @Test
  void givingAScopeRevokesNothing() {
    var before = given();

    set(ALL);

    assertEquals(List.of("find", "map"), scene.steps.log());
    assertTrue(scene.acs.isValid(before.token()));
    scene.assertTidy(ALICE);
  }

  @Test
  void exchangingAScopeRevokes() {
    var before = given();

    set(Set.of(TokenScope.CHAT, TokenScope.VOIP_JOIN));

    assertFalse(scene.acs.isValid(before.token()));
  }

  @Test
  void sayingWhatHoldsAlreadyChangesNothing() {
    set(CHAT);
    var before = given();

    set(CHAT);

    assertEquals(List.of("find"), scene.steps.log());
    assertTrue(scene.acs.isValid(before.token()));
  }

  @Test
  void aResetGivesBackWhatIsConfigured() {
    set(Set.of());

    assertEquals(DEFAULT, reset());

    assertTrue(scene.account(ALICE).isBlank());
    assertEquals(Scene.POLICY.scopes(), issue().scopes());
  }

  @Test
  void aResetThatTakesAScopeAwayRevokes() {
    set(ALL);
    var before = given();

    reset();

    assertFalse(scene.acs.isValid(before.token()));
    scene.assertTidy(ALICE);
  }

  @Test
  void whoMayHaveNothingIsBlocked() {
    var before = given();
    set(Set.of());

    assertFalse(scene.acs.isValid(before.token()));
    assertBlocked(() -> scene.tokens.issue(ALICE, TokenRequest.DEFAULT, deadline));
    assertBlocked(() -> scene.tokens.refresh(ALICE, TokenRequest.DEFAULT, deadline));
  }

  @Test
  void whoIsBlockedGetsNoIdentityEither() {
    set(Set.of());

    assertBlocked(() -> scene.tokens.issue(ALICE, TokenRequest.DEFAULT, deadline));

    assertEquals(0, scene.acs.identitiesMade());
  }

  @Test
  void deletingOneselfDoesNotUnblock() {
    given();
    set(Set.of());

    scene.identities.delete(ALICE, deadline);

    assertEquals(new Access(ALICE, Set.of(), false), scene.policies.get(ALICE, deadline));
    assertBlocked(() -> scene.tokens.issue(ALICE, TokenRequest.DEFAULT, deadline));
    scene.assertEmpty();
  }

  @Test
  void aPolicyThatIsNotAsExpectedIsLeft() {
    set(CHAT);

    var thrown =
        assertThrows(
            IdentityException.class,
            () -> scene.policies.set(ALICE, ALL, Access::isDefault, deadline));

    assertEquals(Failure.CHANGED_MEANWHILE, thrown.failure());
    assertEquals(CHAT, scene.policies.get(ALICE, deadline).scopes());
  }

  @Test
  void whatIsExpectedIsLookedAtAgainAfterSomebodyElsesChange() {
    given();
    scene.steps.before("markRevoking", () -> othersSet(ALL));

    var thrown =
        assertThrows(
            IdentityException.class,
            () -> scene.policies.set(ALICE, CHAT, Access::isDefault, deadline));

    assertEquals(Failure.CHANGED_MEANWHILE, thrown.failure());
    assertEquals(ALL, scene.policies.get(ALICE, deadline).scopes());
  }

  // Its first attempt may have succeeded, and the reply been lost.
  @Test
  void aRepetitionOfWhatWasDoneSucceedsWhateverIsExpected() {
    set(CHAT);

    assertEquals(
        new Access(ALICE, CHAT, false),
        scene.policies.set(ALICE, CHAT, Access::isDefault, deadline));
  }

  @ParameterizedTest
  @ValueSource(strings = {"markRevoking", "acs.revokeTokens", "map"})
  void whatIsInterruptedAfterTheMarkAnyNextOperationFinishes(String call) {
    for (Named<Consumer<Scene>> next : OPERATIONS) {
      var fresh = new Scene();
      var before = fresh.othersTokens.issue(ALICE, TokenRequest.DEFAULT, deadline);
      interrupt(fresh, call);

      next.getPayload().accept(fresh);

      assertFalse(fresh.acs.isValid(before.token()), next::getName);
      assertEquals(CHAT, fresh.policies.get(ALICE, deadline).scopes(), next::getName);
    }
  }

  private static final List<Named<Consumer<Scene>>> OPERATIONS =
      List.of(
          Named.of("GetAccess", it -> it.policies.get(ALICE, it.deadline)),
          Named.of("SetAccess", it -> it.policies.set(ALICE, CHAT, access -> true, it.deadline)),
          Named.of("IssueToken", it -> it.tokens.issue(ALICE, TokenRequest.DEFAULT, it.deadline)),
          Named.of(
              "RefreshToken", it -> it.tokens.refresh(ALICE, TokenRequest.DEFAULT, it.deadline)),
          Named.of("GetIdentity", it -> it.identities.get(ALICE, it.deadline)),
          Named.of("CreateIdentity", it -> it.identities.ensure(ALICE, it.deadline)),
          Named.of("RevokeTokens", it -> it.tokens.revoke(ALICE, it.deadline)),
          Named.of("DeleteIdentity", it -> it.identities.delete(ALICE, it.deadline)),
          Named.of(
              "SweepIdentities",
              it ->
                  new Sweep(
                          it.lifecycle,
                          it.table,
                          () -> Scene.NOW.plus(Sweep.PATIENCE).plusSeconds(1))
                      .run(it.deadline)));

  @Test
  void untilTheRevocationSucceedsNoTokenIsGiven() {
    given();
    interrupt(scene, "acs.revokeTokens");
    scene.steps.before("acs.revokeTokens", Steps.failing(Failure.ACS_UNAVAILABLE));

    var thrown =
        assertThrows(
            IdentityException.class,
            () -> scene.tokens.issue(ALICE, TokenRequest.DEFAULT, deadline));

    assertEquals(Failure.ACS_UNAVAILABLE, thrown.failure());
  }

  @ParameterizedTest
  @MethodSource("moments")
  void aTokenWithAScopeThatIsTakenAwayMeanwhileIsNotGiven(String moment) {
    boolean isNew = !moment.equals("acs.issueToken");
    if (!isNew) {
      scene.given();
    }
    scene.steps.after(moment, () -> othersSet(CHAT));

    var issued = scene.tokens.issue(ALICE, TokenRequest.DEFAULT, deadline);

    assertEquals(CHAT, issued.scopes());
    assertTrue(scene.acs.isValid(issued.token()));
    scene.assertTidy(ALICE);
  }

  static List<String> moments() {
    return List.of("acs.issueToken", "acs.createWithToken", "insertReverse", "map", "settle");
  }

  @Test
  void anIdentityThatAPolicyOvertakesInItsMakingStaysUnlessTheRowCameFirst() {
    scene.steps.after("settle", () -> othersSet(CHAT));

    var issued = scene.tokens.issue(ALICE, TokenRequest.DEFAULT, deadline);

    assertEquals(1, scene.acs.identitiesMade());
    assertEquals(scene.stored(ALICE), issued.mapping());
  }

  @Test
  void twoWhoTakeDifferentScopesAwayLeaveOneOfTheirPoliciesAndNoOldToken() {
    var before = given();
    scene.steps.before("markRevoking", () -> othersSet(Set.of(TokenScope.VOIP)));

    set(CHAT);

    assertFalse(scene.acs.isValid(before.token()));
    assertEquals(CHAT, scene.policies.get(ALICE, deadline).scopes());
    // The record that was written for nothing is the sweep's.
    scene
        .table
        .unsettled()
        .forEach(id -> assertEquals(scene.stored(ALICE).communicationUserId(), id));
  }

  @Test
  void anIdentityOfAnotherResourceHasItsPolicyToo() {
    scene.given();
    var elsewhere = scene.withOtherAcs();

    var access = elsewhere.policies.set(ALICE, CHAT, any -> true, deadline);

    assertEquals(CHAT, access.scopes());
    assertEquals(List.of("find", "map"), elsewhere.steps.log());
    assertEquals(CHAT, elsewhere.tokens.issue(ALICE, TokenRequest.DEFAULT, deadline).scopes());
  }

  @Test
  void theOwnerOfAnIdentityIsFoundAsLongAsItIsOne() {
    var id = scene.given().communicationUserId();

    assertEquals(ALICE, scene.identities.owner(id, deadline));
    assertEquals(List.of("findUser"), scene.steps.log());

    scene.identities.delete(ALICE, deadline);
    assertEquals(
        Failure.IDENTITY_NOT_FOUND,
        assertThrows(IdentityException.class, () -> scene.identities.owner(id, deadline))
            .failure());
  }

  @ParameterizedTest
  @FieldSource("POLICIES")
  void anAccountIsKeptAsLongAsItSaysSomething(Optional<Set<TokenScope>> policy) {
    policy.ifPresent(this::set);
    given();

    scene.identities.delete(ALICE, deadline);

    assertEquals(policy.isEmpty(), scene.account(ALICE).isBlank());
  }

  static final List<Optional<Set<TokenScope>>> POLICIES =
      List.of(Optional.empty(), Optional.of(CHAT));

  /** A token that somebody else was given. */
  private Tokens.Issued given() {
    return scene.othersTokens.issue(ALICE, TokenRequest.DEFAULT, deadline);
  }

  private Tokens.Issued issue() {
    return scene.tokens.issue(ALICE, TokenRequest.DEFAULT, deadline);
  }

  private Access set(Set<TokenScope> scopes) {
    scene.steps.forgetLog();
    return scene.policies.set(ALICE, scopes, any -> true, deadline);
  }

  private Access reset() {
    return scene.policies.reset(ALICE, any -> true, deadline);
  }

  private void othersSet(Set<TokenScope> scopes) {
    scene.othersPolicies.set(ALICE, scopes, any -> true, deadline);
  }

  private static void interrupt(Scene scene, String call) {
    Runnable failure = Steps.failing(Failure.STORAGE_UNAVAILABLE);
    if (call.equals("markRevoking")) {
      scene.steps.after(call, failure);
    } else {
      scene.steps.before(call, failure);
    }
    assertThrows(
        IdentityException.class,
        () -> scene.policies.set(ALICE, CHAT, any -> true, scene.deadline));
  }

  private static void assertBlocked(Runnable call) {
    var thrown = assertThrows(IdentityException.class, call::run);
    assertEquals(Failure.SCOPE_NOT_ALLOWED, thrown.failure());
    assertEquals("This user may not have tokens.", thrown.detail());
  }
}
