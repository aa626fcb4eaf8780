package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.IdentityException;
import dev.acstoken.identity.StateChange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Finishes what was interrupted: deletions, and creations whose identity nobody came to use.
 * Several may run at once.
 */
public final class Sweep {

  /** How old a record is before its writer counts as gone: far longer than any request may take. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Lifecycle lifecycle;
  private final MappingTable table;
  private final InstantSource clock;

  public Sweep(Lifecycle lifecycle, MappingTable table, InstantSource clock) {
    this.lifecycle = lifecycle;
    this.table = table;
    this.clock = clock;
  }

  /**
   * Sweeps once. A record that cannot be settled now stays for the next time.
   *
   * @throws IdentityException if the records cannot be read
   */
  public Swept run(Deadline deadline) {
    Instant before = clock.instant().minus(PATIENCE);
    Swept swept = Swept.NOTHING;
    for (Unsettled record : table.findUnsettled(before, deadline)) {
      swept = settle(record, deadline) ? swept.plusSettled() : swept.plusLeft();
    }
    return swept;
  }

  private boolean settle(Unsettled record, Deadline deadline) {
    StateChange swept =
        StateChange.of(StateChange.Kind.SWEPT)
            .about(record.user())
            .at(record.mapping().communicationUserId());
    try {
      boolean isMine = swept.attemptInSteps(deadline, () -> lifecycle.settle(record, deadline));
      if (isMine) {
        deadline.observer().changed(swept);
      }
      return isMine;
    } catch (IdentityException e) {
      return false;
    }
  }

  /**
   * @param settled how many records were settled
   * @param left how many could not be, or were somebody else's
   */
  public record Swept(int settled, int left) {

    static final Swept NOTHING = new Swept(0, 0);

    Swept plusSettled() {
      return new Swept(settled + 1, left);
    }

    Swept plusLeft() {
      return new Swept(settled, left + 1);
    }
  }
}
