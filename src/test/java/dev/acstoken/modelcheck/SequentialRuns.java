package dev.acstoken.modelcheck;

import static dev.acstoken.modelcheck.Violation.require;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The runs of operations that bring a system to rest: one after the other, and without faults.
 *
 * @param <O> the operations of the model
 */
final class SequentialRuns<O extends Enum<O>> {

  private static final int MAX_CALLS = 300;

  private final Model<O> model;
  private final Map<Start, Caller<O>> atStart = new HashMap<>();

  private record Start(String name, Enum<?> operation, Instant clock) {}

  SequentialRuns(Model<O> model) {
    this.model = model;
  }

  /** Runs an operation to its end, and returns the caller. */
  Caller<O> run(String name, O operation, Instant clock, SystemState system) {
    Caller<O> caller =
        atStart.computeIfAbsent(
            new Start(name, operation, clock), key -> Caller.of(name, operation, model, clock));
    for (int calls = 0; caller.pending().isPresent(); calls++) {
      require(calls < MAX_CALLS, "Every operation terminates");
      caller = caller.step(CallOutcome.SUCCEEDS, system);
      model.checkAlways(system);
    }
    model.accept(caller, system);
    return caller;
  }

  /**
   * Repeats the operations of the callers that have crashed or failed.
   *
   * @param clock the time at which they run, except those that run even later
   */
  void retry(List<Caller<O>> callers, Instant clock, SystemState system) {
    system.underWay = Set.of();
    for (Caller<O> caller : callers) {
      if (caller.hasCrashed() || caller.failure().isPresent()) {
        Instant planned = model.clockOf(caller.operation());
        Instant time = planned.isAfter(clock) ? planned : clock;
        var unused = run("retry of " + caller.name(), caller.operation(), time, system);
      }
    }
  }
}
