package dev.acstoken.identity.protocol;

import static dev.acstoken.identity.protocol.Scene.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
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
          new Point("recordUnsettled", false),
          new Point("recordUnsettled", true),
          new Point("markDeleting", false));

  /** The mapping says that it is being deleted. */
  static final List<Point> MARKED =
      List.of(
          new Point("markDeleting", true),
          new Point("acs.delete", false),
          new Point("acs.delete", true),
          new Point("removeReverse", false),
          new Point("removeReverse", true),
          new Point("unmap", false));

  /** The mapping is gone, the record perhaps not. */
  static final List<Point> AFTER_THE_MAPPING =
      List.of(new Point("unmap", true), new Point("forget", false), new Point("forget", true));

  private static final List<Named<Operation>> ENDING_WITHOUT =
      List.of(
          Named.of(
              "get", scene -> assertNotFound(() -> scene.identities.get(ALICE, scene.deadline))),
          Named.of("delete", scene -> scene.identities.delete(ALICE, scene.deadline)),
          Named.of(
              "refresh",
              scene ->
                  assertNotFound(
                      () -> scene.tokens.refresh(ALICE, TokenRequest.DEFAULT, scene.deadline))),
          Named.of("revoke", scene -> scene.tokens.revoke(ALICE, scene.deadline)));

  private static final List<Named<Operation>> ENDING_WITH_ANOTHER =
      List.of(
          Named.of(
              "ensure",
              scene -> assertTrue(scene.identities.ensure(ALICE, scene.deadline).isNew())),
          Named.of(
              "issue",
              scene ->
                  assertTrue(
                      scene
                          .tokens
                          .issue(ALICE, TokenRequest.DEFAULT, scene.deadline)
                          .identityIsNew())));

  private final Scene scene = new Scene();

  @ParameterizedTest
  @FieldSource("BEFORE_THE_MARK")
  void beforeTheMarkTheIdentityLivesUntilItIsDeletedAgain(Point point) {
    var given = interrupted(point);

    assertEquals(given.mapping(), scene.identities.get(ALICE, scene.deadline));
    assertTrue(scene.acs.isValid(given.token()));

    scene.identities.delete(ALICE, scene.deadline);
    assertFalse(scene.acs.isValid(given.token()));
    scene.assertEmpty();
  }

  @ParameterizedTest
  @MethodSource("markedAndEndingWithout")
  void afterTheMarkWhoeverComesNextFinishesTheJob(Point point, Operation next) {
    var given = interrupted(point);

    next.run(scene);

    assertFalse(scene.acs.isValid(given.token()));
    scene.assertEmpty();
  }

  @ParameterizedTest
  @MethodSource("markedAndEndingWithAnother")
  void afterTheMarkAUserGetsAnotherIdentityOnceTheJobIsFinished(Point point, Operation next) {
    var given = interrupted(point);

    next.run(scene);

    assertFalse(scene.acs.isValid(given.token()));
    assertFalse(scene.stored(ALICE).isSameIdentityAs(given.mapping()));
    scene.assertTidy(ALICE);
  }

  @ParameterizedTest
  @FieldSource("MARKED")
  void whoHelpsMayBeInterruptedAtTheSamePoint(Point point) {
    interrupted(point);
    if (!point.call().equals("markDeleting")) {
      interrupt(point);
    }

    scene.identities.delete(ALICE, scene.deadline);

    scene.assertEmpty();
  }

  @ParameterizedTest
  @FieldSource("AFTER_THE_MAPPING")
  void afterTheMappingOnlyTheRecordIsLeft(Point point) {
    var given = interrupted(point);

    scene.identities.delete(ALICE, scene.deadline);

    assertFalse(scene.isStored(ALICE));
    assertFalse(scene.acs.isValid(given.token()));
    assertEquals(Set.of(), scene.acs.live());
    assertEquals(Set.of(), scene.table.reverseRows());
    boolean settled = point.equals(new Point("forget", true));
    assertEquals(
        settled ? Set.of() : Set.of(given.mapping().communicationUserId()),
        scene.table.unsettled());
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

  private Tokens.Issued interrupted(Point point) {
    var given = scene.othersTokens.issue(ALICE, TokenRequest.DEFAULT, scene.deadline);
    var reread = scene.stored(ALICE);
    interrupt(point);
    scene.steps.forgetLog();
    return new Tokens.Issued(given.token(), given.scopes(), reread, true);
  }

  private void interrupt(Point point) {
    Runnable interruption = Steps.failing(Failure.STORAGE_UNAVAILABLE);
    if (point.afterEffect()) {
      scene.steps.after(point.call(), interruption);
    } else {
      scene.steps.before(point.call(), interruption);
    }
    assertThrows(IdentityException.class, () -> scene.identities.delete(ALICE, scene.deadline));
  }

  private static void assertNotFound(Runnable call) {
    assertEquals(
        Failure.IDENTITY_NOT_FOUND, assertThrows(IdentityException.class, call::run).failure());
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
    void run(Scene scene);
  }
}
