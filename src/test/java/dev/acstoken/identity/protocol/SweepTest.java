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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SweepTest {
  private static final Sweep.Swept ONE_SETTLED = new Sweep.Swept(1, 0);
  private static final Sweep.Swept ONE_LEFT = new Sweep.Swept(0, 1);

  private final Scene scene = new Scene();
  private final Deadline deadline = scene.deadline;

  @Test
  void aRecordYoungerThanTwoMinutesIsLeftAlone() {
    interruptCreation();

    assertEquals(Sweep.Swept.NOTHING, sweepAt(Scene.NOW.plus(Sweep.PATIENCE)));

    assertEquals(1, scene.acs.live().size());
  }

  @Test
  void anIdentityThatNoMappingNamesIsDeleted() {
    interruptCreation();

    assertEquals(ONE_SETTLED, sweep());

    scene.assertEmpty();
  }

  @Test
  void anIdentityThatLostARaceAndCouldNotBeDeletedAtOnceIsDeleted() {
    scene.steps.before(
        "map",
        () -> {
          scene.given();
          scene.steps.before("acs.delete", Steps.failing(Failure.ACS_UNAVAILABLE));
        });
    scene.identities.ensure(ALICE, deadline);
    assertEquals(2, scene.acs.live().size());

    assertEquals(ONE_SETTLED, sweep());

    scene.assertTidy(ALICE);
  }

  @Test
  void anInterruptedDeletionIsFinished() {
    scene.given();
    scene.steps.before("acs.delete", Steps.failing(Failure.ACS_UNAVAILABLE));
    assertThrows(IdentityException.class, () -> scene.identities.delete(ALICE, deadline));

    assertEquals(ONE_SETTLED, sweep());

    scene.assertEmpty();
  }

  @Test
  void anIdentityThatWasEstablishedStays() {
    scene.steps.before("settle", Steps.failing(Failure.STORAGE_UNAVAILABLE));
    assertThrows(IdentityException.class, () -> scene.identities.ensure(ALICE, deadline));

    assertEquals(ONE_SETTLED, sweep());

    scene.assertTidy(ALICE);
  }

  @Test
  void whatCannotBeSettledNowIsLeftForTheNextTimeAndHoldsNothingUp() {
    interruptCreation();
    scene.steps.before("acs.delete", Steps.failing(Failure.ACS_UNAVAILABLE));

    assertEquals(ONE_LEFT, sweep());
    assertEquals(ONE_SETTLED, sweep());

    scene.assertEmpty();
  }

  @Test
  void oneOfTwoSweepsAtOnceDoesTheWork() {
    interruptCreation();
    scene.steps.before("renew", () -> assertEquals(ONE_SETTLED, sweep()));

    assertEquals(ONE_LEFT, sweep());

    scene.assertEmpty();
  }

  @Test
  void aCreatorThatWasTakenForGoneGivesNoTokenOfTheSweptIdentity() {
    scene.steps.before("map", () -> assertEquals(ONE_SETTLED, sweep()));

    var issued = scene.tokens.issue(ALICE, TokenRequest.DEFAULT, deadline);

    assertEquals(2, scene.acs.identitiesMade());
    assertTrue(scene.acs.isValid(issued.token()));
    scene.assertTidy(ALICE);
  }

  @Test
  void anIdentityOfAnotherResourceIsForgottenNotDeleted() {
    interruptCreation();
    var other = scene.withOtherAcs();

    assertEquals(ONE_SETTLED, sweep(other));

    assertEquals(1, scene.acs.live().size());
    assertEquals(Set.of(), scene.table.unsettled());
  }

  @Test
  void recordsThatCannotBeReadFailTheSweep() {
    scene.steps.before("findUnsettled", Steps.failing(Failure.STORAGE_UNAVAILABLE));

    assertThrows(IdentityException.class, this::sweep);
    assertFalse(scene.steps.log().contains("renew"));
    assertEquals(List.of("findUnsettled"), scene.steps.log());
  }

  private void interruptCreation() {
    scene.steps.before("map", Steps.failing(Failure.STORAGE_UNAVAILABLE));
    assertThrows(IdentityException.class, () -> scene.identities.ensure(ALICE, deadline));
    scene.steps.forgetLog();
  }

  private Sweep.Swept sweep() {
    return sweep(scene);
  }

  private Sweep.Swept sweep(Scene where) {
    return sweepAt(where, Scene.NOW.plus(Duration.ofHours(1)));
  }

  private Sweep.Swept sweepAt(Instant now) {
    return sweepAt(scene, now);
  }

  private Sweep.Swept sweepAt(Scene where, Instant now) {
    return new Sweep(where.lifecycle, where.steppedTable, InstantSource.fixed(now)).run(deadline);
  }
}
