package dev.acstoken.modelcheck;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Explores every schedule of a few concurrent operations, with a bounded number of faults in each.
 * If several schedules reach the same state, their continuations are explored once and counted for
 * each.
 *
 * @param <O> the operations of the model
 */
final class ModelChecker<O extends Enum<O>> {

  private final Model<O> model;
  private final List<O> operations;
  private final int faults;
  private final int maxStates;
  private final SequentialRuns<O> runs;
  private final Map<State<O>, Double> explored = new HashMap<>();
  private final Deque<Schedule.Step> path = new ArrayDeque<>();
  private boolean isCutShort;
  private int lost;

  private record State<O extends Enum<O>>(
      SystemState system, List<Caller<O>> callers, int faultsLeft) {}

  /** The extent of an exploration. */
  record Report(double schedules, int states, int lostIdentities, boolean isCutShort) {}

  private ModelChecker(Model<O> model, List<O> operations, int faults, int maxStates) {
    this.model = model;
    this.operations = operations;
    this.faults = faults;
    this.maxStates = maxStates;
    this.runs = new SequentialRuns<>(model);
  }

  /**
   * Explores the schedules.
   *
   * @param faults the maximum number of calls that fail in one schedule
   * @param maxStates the number of distinct states after which the exploration is cut short, which
   *     the report says
   * @throws Violation at the first invariant that does not hold, with its schedule
   */
  static <O extends Enum<O>> Report explore(
      Model<O> model, List<O> operations, int faults, int maxStates) {
    var checker = new ModelChecker<>(model, operations, faults, maxStates);
    double schedules = checker.explore(checker.start());
    return new Report(schedules, checker.explored.size(), checker.lost, checker.isCutShort);
  }

  /** Runs one schedule again, and checks the system at rest if the schedule is complete. */
  static <O extends Enum<O>> void repeat(
      Model<O> model, List<O> operations, List<Schedule.Step> steps) {
    var checker = new ModelChecker<>(model, operations, steps.size(), Integer.MAX_VALUE);
    State<O> state = checker.start();
    for (Schedule.Step step : steps) {
      state = checker.step(state, step.caller().charAt(0) - 'A', step.outcome());
    }
    if (state.callers().stream().allMatch(caller -> caller.pending().isEmpty())) {
      checker.checkAtRest(state);
    }
  }

  private State<O> start() {
    List<Caller<O>> callers = new ArrayList<>();
    for (int i = 0; i < operations.size(); i++) {
      O operation = operations.get(i);
      callers.add(
          Caller.of(Character.toString('A' + i), operation, model, model.clockOf(operation)));
    }
    return new State<>(model.start(), List.copyOf(callers), faults);
  }

  private double explore(State<O> state) {
    Double counted = explored.get(state);
    if (counted != null) {
      return counted;
    }
    if (explored.size() >= maxStates) {
      isCutShort = true;
      return 0;
    }
    double schedules = 0;
    boolean isAtEnd = true;
    for (int i = 0; i < state.callers().size(); i++) {
      if (state.callers().get(i).pending().isPresent()) {
        isAtEnd = false;
        schedules += exploreSteps(state, i);
      }
    }
    if (isAtEnd) {
      checkEnd(state);
      schedules = 1;
    }
    explored.put(state, schedules);
    return schedules;
  }

  private double exploreSteps(State<O> state, int index) {
    double schedules = 0;
    Caller<O> caller = state.callers().get(index);
    PortCall call = nextCall(caller, state.system());
    for (CallOutcome outcome : CallOutcome.values()) {
      if (call.canHave(outcome) && (outcome == CallOutcome.SUCCEEDS || state.faultsLeft() > 0)) {
        path.addLast(new Schedule.Step(caller.name(), outcome, call.name()));
        schedules += explore(stepWithSchedule(state, index, outcome));
        path.removeLast();
      }
    }
    return schedules;
  }

  // The call for whose sake the caller's next step is made.
  private PortCall nextCall(Caller<O> caller, SystemState system) {
    PortCall pending = caller.pending().orElseThrow();
    return pending.moment() == PortCall.Moment.WITH_NEXT_CALL
        ? caller.beforeStep(system.copy()).pending().orElse(pending)
        : pending;
  }

  private State<O> stepWithSchedule(State<O> state, int index, CallOutcome outcome) {
    try {
      return step(state, index, outcome);
    } catch (Violation violation) {
      throw new Violation(schedule(), violation);
    }
  }

  private void checkEnd(State<O> state) {
    try {
      lost += checkAtRest(state);
    } catch (Violation violation) {
      throw new Violation(schedule(), violation);
    }
  }

  private State<O> step(State<O> state, int index, CallOutcome outcome) {
    SystemState system = state.system().copy();
    system.underWay = underWay(state);
    Caller<O> caller = state.callers().get(index).step(outcome, system);
    model.accept(caller, system);
    model.checkWhileRunning(system);
    List<Caller<O>> callers = new ArrayList<>(state.callers());
    callers.set(index, caller);
    return new State<>(
        system,
        List.copyOf(callers),
        outcome == CallOutcome.SUCCEEDS ? state.faultsLeft() : state.faultsLeft() - 1);
  }

  private Set<String> underWay(State<O> state) {
    return model.timing() == TimingAssumption.FROZEN_AT_WILL
        ? Set.of()
        : state.callers().stream()
            .filter(caller -> caller.pending().isPresent())
            .map(Caller::name)
            .collect(toUnmodifiableSet());
  }

  private int checkAtRest(State<O> state) {
    SystemState system = state.system().copy();
    system.hadFault = state.faultsLeft() < faults;
    system.clocks.rest();
    return model.checkAtRest(state.callers(), system, runs);
  }

  private Schedule schedule() {
    return model.schedule(operations, List.copyOf(path));
  }
}
