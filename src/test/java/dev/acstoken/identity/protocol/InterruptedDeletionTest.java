package dev.acstoken.identity.protocol;

import static dev.acstoken.identity.protocol.DomainFixture.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenRequest;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A deletion that was interrupted anywhere is finished by whoever comes next. */
class InterruptedDeletionTest {

  /** The mapping is as it was. */
  static final List<Point> BEFORE_THE_MARK =
      List.of(
          new Point("begin", false), new Point("begin", true), new Point("markDeleting", false));

  /** The mapping says that it is being deleted. */
  static final List<Point> MARKED =
      List.of(
          new Point("markDeleting", true),
          new Point("acs.delete", false),
          new Point("acs.delete", true),
          new Point("removeOwner", false),
          new Point("removeOwner", true),
          new Point("unmap", false));

  /** The mapping is gone, the record perhaps not. */
  static final List<Point> AFTER_THE_MAPPING =
      List.of(new Point("unmap", true), new Point("discard", false), new Point("discard", true));

  private static final List<Named<Operation>> ENDING_WITHOUT =
      List.of(
          Named.of(
              "get",
              fixture -> assertNotFound(() -> fixture.identities.get(ALICE, fixture.context))),
          Named.of("delete", fixture -> fixture.identities.delete(ALICE, fixture.context)),
          Named.of(
              "refresh",
              fixture ->
                  assertNotFound(
                      () -> fixture.tokens.refresh(ALICE, TokenRequest.DEFAULT, fixture.context))),
          Named.of("revoke", fixture -> fixture.tokens.revoke(ALICE, fixture.context)));

  private static final List<Named<Operation>> ENDING_WITH_ANOTHER =
      List.of(
          Named.of(
              "ensure",
              fixture -> assertTrue(fixture.identities.ensure(ALICE, fixture.context).isNew())),
          Named.of(
              "issue",
              fixture ->
                  assertTrue(
                      fixture
                          .tokens
                          .issue(ALICE, TokenRequest.DEFAULT, fixture.context)
                          .identityIsNew())));

  private final DomainFixture fixture = new DomainFixture();

  @ParameterizedTest
  @FieldSource("BEFORE_THE_MARK")
  void beforeTheMarkTheIdentityLivesUntilItIsDeletedAgain(Point point) {
    var given = interrupted(point);

    assertEquals(given.mapping(), fixture.identities.get(ALICE, fixture.context));
    assertTrue(fixture.acs.isValid(given.token()));

    fixture.identities.delete(ALICE, fixture.context);
    assertFalse(fixture.acs.isValid(given.token()));
    fixture.assertEmpty();
  }

  @ParameterizedTest
  @MethodSource("markedAndEndingWithout")
  void afterTheMarkWhoeverComesNextFinishesTheJob(Point point, Operation next) {
    var given = interrupted(point);

    next.run(fixture);

    assertFalse(fixture.acs.isValid(given.token()));
    fixture.assertEmpty();
  }

  @ParameterizedTest
  @MethodSource("markedAndEndingWithAnother")
  void afterTheMarkAUserGetsAnotherIdentityOnceTheJobIsFinished(Point point, Operation next) {
    var given = interrupted(point);

    next.run(fixture);

    assertFalse(fixture.acs.isValid(given.token()));
    assertFalse(fixture.stored(ALICE).isSameIdentityAs(given.mapping()));
    fixture.assertTidy(ALICE);
  }

  @ParameterizedTest
  @FieldSource("MARKED")
  void whoHelpsMayBeInterruptedAtTheSamePoint(Point point) {
    interrupted(point);
    if (!point.call().equals("markDeleting")) {
      interrupt(point);
    }

    fixture.identities.delete(ALICE, fixture.context);

    fixture.assertEmpty();
  }

  @ParameterizedTest
  @FieldSource("AFTER_THE_MAPPING")
  void afterTheMappingOnlyTheRecordIsLeft(Point point) {
    var given = interrupted(point);

    fixture.identities.delete(ALICE, fixture.context);

    assertFalse(fixture.isStored(ALICE));
    assertFalse(fixture.acs.isValid(given.token()));
    assertEquals(Set.of(), fixture.acs.live());
    assertEquals(Set.of(), fixture.table.owned());
    boolean settled = point.equals(new Point("discard", true));
    assertEquals(
        settled ? Set.of() : Set.of(given.mapping().communicationUserId()),
        fixture.table.pending());
  }

  static Stream<Arguments> markedAndEndingWithout() {
    return product(ENDING_WITHOUT);
  }

  static Stream<Arguments> markedAndEndingWithAnother() {
    return product(ENDING_WITH_ANOTHER);
  }

  private static Stream<Arguments> product(List<Named<Operation>> operations) {
    return MARKED.stream()
        .flatMap(
            point ->
                operations.stream()
                    .map(
                        next ->
                            argumentSet(
                                point + ", then " + next.getName(), point, next.getPayload())));
  }

  private Tokens.IssueResult interrupted(Point point) {
    var given = fixture.othersTokens.issue(ALICE, TokenRequest.DEFAULT, fixture.context);
    var reread = fixture.stored(ALICE);
    interrupt(point);
    fixture.script.clearLog();
    return new Tokens.IssueResult(given.token(), given.scopes(), reread, true);
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

  private static void assertNotFound(Runnable call) {
    assertEquals(
        ErrorCode.IDENTITY_NOT_FOUND, assertThrows(ServiceException.class, call::run).code());
  }

  /** Where a deletion is interrupted. */
  record Point(String call, boolean afterEffect) {
    @Override
    public String toString() {
      return (afterEffect ? "after " : "before ") + call;
    }
  }

  /** What comes next. */
  @FunctionalInterface
  public interface Operation {
    void run(DomainFixture fixture);
  }
}
