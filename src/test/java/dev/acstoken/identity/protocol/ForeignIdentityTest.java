package dev.acstoken.identity.protocol;

import static dev.acstoken.identity.protocol.DomainFixture.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.protocol.AccessPolicies.Precondition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Verifies that a setting that names a wrong ACS resource costs no user an identity, and that the
 * identities of a former resource are replaced only if the operator has given them up.
 */
class ForeignIdentityTest {

  private final DomainFixture old = new DomainFixture();
  private final RequestContext context = old.context;
  private final Mapping mapped = old.given();

  @Nested
  class OfAResourceThatIsNotGivenUp {

    private final DomainFixture fixture = old.withOtherAcs();

    @ParameterizedTest
    @MethodSource("dev.acstoken.identity.protocol.ForeignIdentityTest#operations")
    void failsTheOperationAndIsKept(Consumer<DomainFixture> operation) {
      var before = fixture.account(ALICE);

      var failure = assertThrows(ServiceException.class, () -> operation.accept(fixture));

      assertEquals(ErrorCode.FOREIGN_IDENTITY, failure.code());
      assertEquals(before, fixture.account(ALICE));
      assertTrue(
          fixture.script.log().stream().noneMatch(call -> call.startsWith("acs.")),
          "No call reaches the configured resource.");
      old.assertTidy(ALICE);
    }

    @Test
    void isNamedInTheLogWithBothResources() {
      var failure =
          assertThrows(ServiceException.class, () -> fixture.identities.get(ALICE, context));

      String message = failure.logMessage().orElseThrow();
      assertTrue(message.contains(DomainFixture.CONTOSO), message);
      assertTrue(message.contains(DomainFixture.FABRIKAM), message);
      assertTrue(message.contains("FOREIGN_IDENTITIES"), message);
    }

    @Test
    void isNamedByItsIdIfTheResourceWasCreatedAgainUnderItsName() {
      String id = "2c3e1e83-8fd7-4615-ad2b-b8c1229845ac";
      var recreated =
          old.withAcs(new AcsResource(DomainFixture.CONTOSO, Optional.of(id), Optional.empty()));
      old.put(
          old.account(ALICE)
              .withMapping(
                  Mapping.active(
                      ALICE,
                      new CommunicationUserId("8:acs:" + id.replace('2', '1') + "_0001"),
                      DomainFixture.CONTOSO,
                      DomainFixture.NOW)));

      var failure =
          assertThrows(ServiceException.class, () -> recreated.identities.get(ALICE, context));

      String message = failure.logMessage().orElseThrow();
      assertTrue(message.contains("id " + id), message);
      assertTrue(message.contains("id " + id.replace('2', '1')), message);
    }

    @Test
    void isReportedToHealthForAWhile() {
      var protocol = fixture.scripted(fixture.clock());
      assertFalse(protocol.foreignIdentities().wereRefusedRecently());

      assertThrows(ServiceException.class, () -> protocol.identities().get(ALICE, fixture.context));

      assertTrue(protocol.foreignIdentities().wereRefusedRecently());
      fixture.pass(ForeignIdentities.RECENT);
      assertFalse(protocol.foreignIdentities().wereRefusedRecently());
    }

    @Test
    void isStillUsableAfterTheSettingIsCorrected() {
      assertThrows(
          ServiceException.class, () -> fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context));

      var issued = old.tokens.issue(ALICE, TokenRequest.DEFAULT, context);

      assertFalse(issued.identityIsNew());
      assertTrue(issued.mapping().isSameIdentityAs(mapped));
    }

    @Test
    void anInterruptedDeletionStaysPendingUntilItsResourceConfirmsIt() {
      old.script.before("acs.delete", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));
      assertThrows(ServiceException.class, () -> old.identities.delete(ALICE, context));

      var failure =
          assertThrows(ServiceException.class, () -> fixture.identities.delete(ALICE, context));

      assertEquals(ErrorCode.FOREIGN_IDENTITY, failure.code());
      assertEquals(Set.of(mapped.communicationUserId()), fixture.table.pending());
      old.identities.delete(ALICE, context);
      old.assertEmpty();
    }

    @Test
    void aPolicyIsReadAndWidened() {
      assertEquals(DomainFixture.POLICY.scopes(), fixture.policies.get(ALICE, context).scopes());

      var access =
          fixture.policies.set(ALICE, ScopeSet.of(TokenScope.values()), Precondition.NONE, context);

      assertEquals(ScopeSet.of(TokenScope.values()), access.scopes());
    }
  }

  /** Returns the operations that need the identity. */
  static Stream<Consumer<DomainFixture>> operations() {
    return Stream.of(
        it -> it.tokens.issue(ALICE, TokenRequest.DEFAULT, it.context),
        it -> it.tokens.refresh(ALICE, TokenRequest.DEFAULT, it.context),
        it -> it.tokens.revoke(ALICE, it.context),
        it -> it.identities.ensure(ALICE, it.context),
        it -> it.identities.get(ALICE, it.context),
        it -> it.identities.delete(ALICE, it.context),
        it -> it.policies.set(ALICE, ScopeSet.NONE, Precondition.NONE, it.context));
  }

  @Nested
  class OfAGivenUpResource {

    private final DomainFixture fixture = old.withAcsThatReplacesTheFirst();

    @Test
    void isReplacedByACreation() {
      assertTrue(fixture.identities.ensure(ALICE, context).isNew());

      assertReplaced();
    }

    @Test
    void isReplacedByAnIssue() {
      var issued = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);

      assertTrue(issued.identityIsNew());
      assertTrue(fixture.acs.isValid(issued.token()));
      assertReplaced();
    }

    @Test
    void isKeptUntilItsSuccessorExists() {
      fixture.script.before("acs.createWithToken", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));

      assertThrows(
          ServiceException.class, () -> fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context));

      assertEquals(mapped, fixture.stored(ALICE));
      old.assertTidy(ALICE);
    }

    @Test
    void isReplacedInOneWrite() {
      var unused = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);

      assertEquals(
          List.of(
              "find", "find", "acs.createWithToken", "begin", "putOwner", "supersede", "complete"),
          fixture.script.log());
    }

    @Test
    void isNotFoundByOperationsThatCreateNothing() {
      assertNotFound(() -> fixture.identities.get(ALICE, context));
      assertNotFound(() -> fixture.tokens.refresh(ALICE, TokenRequest.DEFAULT, context));

      old.assertTidy(ALICE);
    }

    @Test
    void isUntouchedByARevocation() {
      fixture.tokens.revoke(ALICE, context);

      old.assertTidy(ALICE);
    }

    @Test
    void isDeletedWithoutACallToThisResource() {
      fixture.identities.delete(ALICE, context);

      assertFalse(fixture.script.log().contains("acs.delete"));
      fixture.assertEmpty();
    }

    @Test
    void isDeletedWithItsSuccessorWithoutACallToThisResource() {
      var unused = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);

      fixture.identities.delete(ALICE, context);

      assertEquals(1, fixture.script.log().stream().filter("acs.delete"::equals).count());
      fixture.assertEmpty();
    }

    private void assertReplaced() {
      assertFalse(fixture.stored(ALICE).isSameIdentityAs(mapped));
      assertEquals(Set.of(mapped.communicationUserId()), fixture.table.previous());
      assertEquals(Set.of(), fixture.table.pending());
      assertEquals(Set.of(mapped.communicationUserId()), old.acs.live());
    }
  }

  private static void assertNotFound(Runnable call) {
    assertEquals(
        ErrorCode.IDENTITY_NOT_FOUND, assertThrows(ServiceException.class, call::run).code());
  }
}
