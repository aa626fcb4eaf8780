package dev.acstoken.identity.protocol;

import static dev.acstoken.identity.protocol.DomainFixture.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenRequest;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Verifies that operations that create an identity replace a stale mapping, and that all others
 * treat it as absent. A mapping is stale if it belongs to another ACS resource or if ACS does not
 * know its identity.
 */
class StaleMappingTest {

  private final DomainFixture old = new DomainFixture();
  private final RequestContext context = old.context;

  @Nested
  class MappingOfAnotherAcsResource {

    private final DomainFixture fixture = old.withOtherAcs();
    private final Mapping stale = old.given();

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
    void isNotFoundByGetIdentity() {
      assertNotFound(() -> fixture.identities.get(ALICE, context));

      assertUntouched();
    }

    @Test
    void isNotFoundByARefresh() {
      assertNotFound(() -> fixture.tokens.refresh(ALICE, TokenRequest.DEFAULT, context));

      assertUntouched();
    }

    @Test
    void isUntouchedByARevocation() {
      fixture.tokens.revoke(ALICE, context);

      assertUntouched();
    }

    @Test
    void isDeletedWithoutACallToThisResource() {
      fixture.identities.delete(ALICE, context);

      assertFalse(fixture.script.log().contains("acs.delete"));
      fixture.assertEmpty();
    }

    @Test
    void anInterruptedDeletionIsCompletedWithoutACallToThisResource() {
      old.script.before("acs.delete", FaultScript.failing(ErrorCode.ACS_UNAVAILABLE));
      assertThrows(ServiceException.class, () -> old.identities.delete(ALICE, context));

      fixture.identities.delete(ALICE, context);

      assertFalse(fixture.script.log().contains("acs.delete"));
      fixture.assertEmpty();
    }

    private void assertReplaced() {
      assertFalse(fixture.stored(ALICE).isSameIdentityAs(stale));
      fixture.assertTidy(ALICE);
    }

    private void assertUntouched() {
      assertEquals(List.of("find"), fixture.script.log());
      old.assertTidy(ALICE);
    }
  }

  @Nested
  class MappingOfAnIdentityUnknownToAcs {

    private final DomainFixture fixture = old;
    private final Mapping stale = deletedAtAcs();

    @Test
    void isReplacedByAnIssue() {
      var issued = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, context);

      assertTrue(issued.identityIsNew());
      assertFalse(issued.mapping().isSameIdentityAs(stale));
      assertTrue(fixture.acs.isValid(issued.token()));
      fixture.assertTidy(ALICE);
    }

    @Test
    void isRemovedByARefreshWhichFindsNoIdentity() {
      assertNotFound(() -> fixture.tokens.refresh(ALICE, TokenRequest.DEFAULT, context));

      assertEquals(1, fixture.acs.identitiesCreated());
      fixture.assertEmpty();
    }

    @Test
    void isUntouchedByARevocation() {
      fixture.tokens.revoke(ALICE, context);

      assertEquals(List.of("find", "acs.revokeTokens"), fixture.script.log());
    }

    private Mapping deletedAtAcs() {
      Mapping given = fixture.given();
      fixture.acs.delete(given.communicationUserId(), context);
      return given;
    }
  }

  private static void assertNotFound(Runnable call) {
    assertEquals(
        ErrorCode.IDENTITY_NOT_FOUND, assertThrows(ServiceException.class, call::run).code());
  }
}
