package dev.acstoken.modelcheck;

import java.util.List;
import java.util.Optional;

/**
 * A run of an operation that leads to an initial state.
 *
 * @param operation the operation
 * @param lastCall the name of the call before which the run is interrupted; empty if it ends
 * @param <O> the operations of the model
 */
record FirstRun<O extends Enum<O>>(O operation, Optional<String> lastCall) {

  static <O extends Enum<O>> FirstRun<O> of(O operation) {
    return new FirstRun<>(operation, Optional.empty());
  }

  static <O extends Enum<O>> FirstRun<O> upTo(String lastCall, O operation) {
    return new FirstRun<>(operation, Optional.of(lastCall));
  }

  /**
   * Makes the runs, one after the other.
   *
   * @param name a prefix of the callers' names
   */
  static <O extends Enum<O>> void make(
      String name, List<FirstRun<O>> runs, Model<O> model, SystemState system) {
    for (int i = 0; i < runs.size(); i++) {
      runs.get(i).make(name + i + ".", model, system);
    }
  }

  private void make(String caller, Model<O> model, SystemState system) {
    Caller<O> run = Caller.of(caller, operation, model, SystemState.NOW);
    while (!run.pending().map(PortCall::name).equals(lastCall)) {
      run = run.step(CallOutcome.SUCCEEDS, system);
    }
    model.accept(run, system);
  }
}
