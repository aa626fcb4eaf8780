package dev.acstoken.guests;

import static dev.acstoken.guests.GuestFixture.INVITER;
import static dev.acstoken.guests.GuestFixture.LOSS_PERIOD;
import static dev.acstoken.guests.GuestFixture.assertUnusable;
import static dev.acstoken.guests.GuestFixture.identityOf;
import static dev.acstoken.guests.GuestFixture.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.guests.Invitations.CreatedInvitation;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.protocol.FaultScript;
import dev.acstoken.identity.protocol.FaultScript.ProcessDeath;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Verifies that a process may end in each step of each operation, before or after the step took
 * effect. Afterwards recovery leaves no identity without a place, and no guest in an invitation
 * that is not open. A place is used only if the guest has it.
 */
class InterruptedProcessTest {

  private static final int MAX_GUESTS = 2;

  /** The operations of this package, each on an invitation of its own. */
  enum Operation {
    CREATE {
      @Override
      void run(GuestFixture fixture, CreatedInvitation created) {
        fixture.invitations.create(INVITER, GuestFixture.DEFAULT_REQUEST, fixture.context);
      }
    },
    REPEAT_CREATION {
      @Override
      void run(GuestFixture fixture, CreatedInvitation created) {
        fixture.invitations.create(INVITER, request(MAX_GUESTS), fixture.context);
      }
    },
    JOIN {
      @Override
      void run(GuestFixture fixture, CreatedInvitation created) {
        fixture.join(created, "a");
      }
    },
    JOIN_A_FULL_INVITATION {
      @Override
      void run(GuestFixture fixture, CreatedInvitation created) {
        fixture.script.before(
            "admit", () -> List.of("b", "c").forEach(name -> fixture.othersJoin(created, name)));
        assertThrows(ServiceException.class, () -> fixture.join(created, "a"));
      }
    },
    JOIN_AGAIN {
      @Override
      void prepare(GuestFixture fixture, CreatedInvitation created) {
        fixture.othersJoin(created, "a");
      }

      @Override
      void run(GuestFixture fixture, CreatedInvitation created) {
        fixture.join(created, "a");
      }
    },
    JOIN_AFTER_THE_LOSS_OF_THE_IDENTITY {
      @Override
      void prepare(GuestFixture fixture, CreatedInvitation created) {
        var identity = identityOf(fixture.othersJoin(created, "a"));
        assertTrue(fixture.acs.delete(identity, fixture.context));
        assertThrows(ServiceException.class, () -> fixture.othersJoin(created, "a"));
        fixture.clock.pass(LOSS_PERIOD);
      }

      @Override
      void run(GuestFixture fixture, CreatedInvitation created) {
        fixture.join(created, "a");
      }
    },
    END {
      @Override
      void prepare(GuestFixture fixture, CreatedInvitation created) {
        List.of("b", "c").forEach(name -> fixture.othersJoin(created, name));
      }

      @Override
      void run(GuestFixture fixture, CreatedInvitation created) {
        fixture.end(created);
      }
    },
    RECOVER_AN_INTERRUPTED_JOIN {
      @Override
      void prepare(GuestFixture fixture, CreatedInvitation created) {
        fixture.script.before("admit", FaultScript.dying());
        assertThrows(ProcessDeath.class, () -> fixture.join(created, "b"));
        fixture.clock.pass(Duration.ofMinutes(3));
      }

      @Override
      void run(GuestFixture fixture, CreatedInvitation created) {
        fixture.recovery.run(fixture.context);
      }
    },
    EXPIRE {
      @Override
      void prepare(GuestFixture fixture, CreatedInvitation created) {
        List.of("b", "c").forEach(name -> fixture.othersJoin(created, name));
        fixture.clock.pass(Duration.ofHours(24));
      }

      @Override
      void run(GuestFixture fixture, CreatedInvitation created) {
        fixture.recovery.run(fixture.context);
      }
    },
    REMOVE {
      @Override
      void prepare(GuestFixture fixture, CreatedInvitation created) {
        fixture.clock.pass(Duration.ofDays(60));
      }

      @Override
      void run(GuestFixture fixture, CreatedInvitation created) {
        fixture.recovery.run(fixture.context);
      }
    };

    void prepare(GuestFixture fixture, CreatedInvitation created) {}

    abstract void run(GuestFixture fixture, CreatedInvitation created);
  }

  @ParameterizedTest
  @EnumSource
  void aProcessMayEndInEachStep(Operation operation) {
    int step = 1;
    while (dies(operation, step, false)) {
      assertTrue(dies(operation, step, true));
      step++;
    }
    assertTrue(step > 1);
  }

  private static boolean dies(Operation operation, int step, boolean hasEffect) {
    var fixture = new GuestFixture();
    CreatedInvitation created = fixture.given(MAX_GUESTS);
    operation.prepare(fixture, created);
    fixture.script.clearLog();
    fixture.script.dieInStep(step, hasEffect);
    boolean dies = hasDied(() -> operation.run(fixture, created));
    List<String> steps = fixture.script.log();
    List<String> effects = dies && !hasEffect ? steps.subList(0, steps.size() - 1) : steps;
    if (!endsWithCreation(effects)) {
      String situation = operation + " ended " + (hasEffect ? "after " : "before ") + steps;
      assertIsRecovered(fixture, created, situation);
    }
    return dies;
  }

  // Nothing finds an identity again whose creation was not recorded, since ACS cannot list
  // identities. That gap is the same for every user.
  private static boolean endsWithCreation(List<String> effects) {
    return !effects.isEmpty() && effects.get(effects.size() - 1).equals("acs.createWithToken");
  }

  private static boolean hasDied(Runnable operation) {
    try {
      operation.run();
      return false;
    } catch (ProcessDeath e) {
      return true;
    } catch (AssertionError e) {
      if (e.getCause() instanceof ProcessDeath) {
        return true;
      }
      throw e;
    }
  }

  private static void assertIsRecovered(
      GuestFixture fixture, CreatedInvitation created, String situation) {
    fixture.recoverLater();

    int guests = fixture.table.guests().size();
    if (isOpen(fixture, created)) {
      assertEquals(fixture.places(created), guests, situation);
      fillPlaces(fixture, guests == 0 ? fixture.given(MAX_GUESTS) : created);
      assertEquals(MAX_GUESTS, fixture.table.guests().size(), situation);
    } else {
      assertEquals(0, guests, situation);
    }
    assertEquals(fixture.identitiesOfGuests(), fixture.acs.live(), situation);
    fixture.clock.pass(Duration.ofDays(1));
    fixture.recoverLater();
    assertEquals(Set.of(), fixture.acs.live(), situation);
    fixture.assertTidy();
    fixture.clock.pass(Duration.ofDays(31));
    fixture.recoverLater();
    assertEquals(Set.of(), fixture.table.endings(), situation);
  }

  private static boolean isOpen(GuestFixture fixture, CreatedInvitation created) {
    return fixture
        .table
        .find(created.invitation().id(), fixture.context)
        .filter(it -> it.stateAt(fixture.clock.instant()) == Invitation.State.OPEN)
        .isPresent();
  }

  private static void fillPlaces(GuestFixture fixture, CreatedInvitation created) {
    for (String name : List.of("a", "b", "c")) {
      boolean hasPlace = fixture.joined(created, name).isPresent();
      if (hasPlace || fixture.places(created) < MAX_GUESTS) {
        assertTrue(fixture.isValid(fixture.othersJoin(created, name)), name);
      } else {
        assertUnusable(UnusableReason.FULL, () -> fixture.othersJoin(created, name));
      }
    }
  }
}
