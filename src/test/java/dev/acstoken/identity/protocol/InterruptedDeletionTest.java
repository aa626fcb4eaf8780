package dev.acstoken.identity.protocol;

import static dev.acstoken.identity.protocol.DomainFixture.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Verifies with readable examples that an interrupted deletion is completed by a later request.
 *
 * <p>The model checker interrupts every operation at every call; these examples explain it.
 */
class InterruptedDeletionTest {

  /** The points at which the row is not marked yet. */
  static final List<Point> BEFORE_THE_MARK =
      List.of(
          new Point("begin", false), new Point("begin", true), new Point("markDeleting", false));

  /** The points at which the row is marked, or no longer names an identity. */
  static final List<Point> AFTER_THE_MARK =
      List.of(
          new Point("markDeleting", true),
          new Point("acs.delete", false),
          new Point("acs.delete", true),
          new Point("removeOwner", false),
          new Point("removeOwner", true),
          new Point("unmap", false));

  private final DomainFixture fixture = new DomainFixture();

  @ParameterizedTest
  @FieldSource("BEFORE_THE_MARK")
  void beforeTheMarkTheIdentityStaysAlive(Point point) {
    var given = interrupted(point);

    assertEquals(given.mapping(), fixture.identities.get(ALICE, fixture.context));
    assertTrue(fixture.acs.isValid(given.token()));
  }

  @ParameterizedTest
  @FieldSource("AFTER_THE_MARK")
  void afterTheMarkARepeatedDeletionCompletes(Point point) {
    var given = interrupted(point);

    fixture.identities.delete(ALICE, fixture.context);

    assertFalse(fixture.acs.isValid(given.token()));
    fixture.assertEmpty();
  }

  @Test
  void afterTheMarkAnIssueCompletesTheDeletionAndCreatesAnotherIdentity() {
    var given = interrupted(new Point("acs.delete", false));

    var issued = fixture.tokens.issue(ALICE, TokenRequest.DEFAULT, fixture.context);

    assertTrue(issued.identityIsNew());
    assertFalse(fixture.acs.isValid(given.token()));
    assertFalse(fixture.stored(ALICE).isSameIdentityAs(given.mapping()));
    fixture.assertTidy(ALICE);
  }

  @Test
  void afterTheMarkARefreshCompletesTheDeletionAndFindsNoIdentity() {
    interrupted(new Point("acs.delete", false));

    var failure =
        assertThrows(
            ServiceException.class,
            () -> fixture.tokens.refresh(ALICE, TokenRequest.DEFAULT, fixture.context));

    assertEquals(ErrorCode.IDENTITY_NOT_FOUND, failure.code());
    fixture.assertEmpty();
  }

  private Tokens.IssueResult interrupted(Point point) {
    var given = fixture.othersTokens.issue(ALICE, TokenRequest.DEFAULT, fixture.context);
    var reread = fixture.stored(ALICE);
    interrupt(point);
    return new Tokens.IssueResult(given.token(), given.scopes(), reread, given.endpoint(), true);
  }

  private void interrupt(Point point) {
    Runnable interruption = FaultScript.failing(ErrorCode.STORAGE_UNAVAILABLE);
    if (point.afterEffect()) {
      fixture.script.after(point.call(), interruption);
    } else {
      fixture.script.before(point.call(), interruption);
    }
    assertThrows(ServiceException.class, () -> fixture.identities.delete(ALICE, fixture.context));
  }

  /** A call of a deletion, before or after which the deletion is interrupted. */
  record Point(String call, boolean afterEffect) {
    @Override
    public String toString() {
      return (afterEffect ? "after " : "before ") + call;
    }
  }
}
