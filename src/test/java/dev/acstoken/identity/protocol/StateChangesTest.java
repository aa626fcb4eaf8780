package dev.acstoken.identity.protocol;

import static dev.acstoken.identity.protocol.Scene.ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.DependencyCall;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
import dev.acstoken.identity.ObservedIdentities;
import dev.acstoken.identity.RequestObserver;
import dev.acstoken.identity.StateChange;
import dev.acstoken.identity.StateChange.Kind;
import dev.acstoken.identity.StateChange.Outcome;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a request's observer learns of changes that nobody asked for by name. */
class StateChangesTest {

  private final Scene scene = new Scene();
  private final List<StateChange> changes = new ArrayList<>();
  private final Deadline deadline = Deadline.in(Duration.ofSeconds(8), new Watcher());

  @Test
  void aSweepTellsWhatItFinishedAndOfWhom() {
    var mapping = scene.given();
    interruptDeletion();

    assertEquals(new Sweep.Swept(1, 0), sweep());

    assertEquals(
        List.of(
            new StateChange(
                Kind.IDENTITY_DELETED,
                Outcome.DONE,
                Optional.empty(),
                Optional.of(mapping.communicationUserId()),
                Set.of()),
            new StateChange(
                Kind.SWEPT,
                Outcome.DONE,
                Optional.of(ALICE),
                Optional.of(mapping.communicationUserId()),
                Set.of())),
        changes);
  }

  @Test
  void aSweepThatCannotFinishTellsThatToo() {
    scene.given();
    interruptDeletion();
    scene.steps.before("acs.delete", Steps.failing(Failure.ACS_UNAVAILABLE));

    assertEquals(new Sweep.Swept(0, 1), sweep());

    assertEquals(List.of("IDENTITY_DELETED UNKNOWN", "SWEPT UNKNOWN"), told());
  }

  @Test
  void whoIsSlowerTellsOfTheIdentityThatItMadeAndDeletedAgain() {
    scene.steps.before("map", scene::given);

    var ensured = new Identities(lifecycle(scene.steppedTable)).ensure(ALICE, deadline);

    assertEquals(scene.stored(ALICE), ensured.mapping());

    assertEquals(List.of("IDENTITY_CREATED DONE", "IDENTITY_DELETED DONE"), told());
  }

  private void interruptDeletion() {
    scene.steps.before("acs.delete", Steps.failing(Failure.ACS_UNAVAILABLE));
    assertThrows(IdentityException.class, () -> scene.identities.delete(ALICE, scene.deadline));
  }

  private Sweep.Swept sweep() {
    var later = InstantSource.fixed(Scene.NOW.plus(Sweep.PATIENCE).plusSeconds(1));
    return new Sweep(lifecycle(scene.table), scene.table, later).run(deadline);
  }

  private Lifecycle lifecycle(MappingTable table) {
    var acs = new SteppedCommunicationIdentities(scene.acs, scene.steps);
    return new Lifecycle(new ObservedIdentities(acs), table, InstantSource.fixed(Scene.NOW));
  }

  private List<String> told() {
    return changes.stream().map(it -> it.kind() + " " + it.outcome()).toList();
  }

  private final class Watcher implements RequestObserver {
    @Override
    public String traceparent() {
      return "";
    }

    @Override
    public void called(DependencyCall call) {}

    @Override
    public void changed(StateChange change) {
      changes.add(change);
    }
  }
}
