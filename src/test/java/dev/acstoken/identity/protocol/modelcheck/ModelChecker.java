package dev.acstoken.identity.protocol.modelcheck;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Explores every schedule of some concurrent operations, with a bounded number of faults in each.
 * Schedules that meet in the same state are explored from there once, and counted each.
 */
final class ModelChecker {

  private static final int MAX_RETRIES = 3;

  private final InitialState initialState;
  private final List<Operation> operations;
  private final Mutant mutant;
  private final TimingAssumption timing;
  private final int maxStates;
  private final Map<State, Double> explored = new HashMap<>();
  private final Deque<Schedule.Step> path = new ArrayDeque<>();
  private boolean isCutShort;
  private int lost;

  private record State(SystemState system, List<Caller> callers, int faultsLeft) {}

  /** What was explored. */
  record Report(double schedules, int states, int lostIdentities, boolean isCutShort) {}

  /** How long a caller under way may take. */
  enum TimingAssumption {
    /** Its time budget, as the code enforces: no recovery takes it for interrupted. */
    WITHIN_ITS_BUDGET,
    /** Longer than the recovery's grace period, as if its machine had been frozen in between. */
    FROZEN_AT_WILL
  }

  private ModelChecker(
      InitialState initialState,
      List<Operation> operations,
      Mutant mutant,
      TimingAssumption timing,
      int maxStates) {
    this.initialState = initialState;
    this.operations = operations;
    this.mutant = mutant;
    this.timing = timing;
    this.maxStates = maxStates;
  }

  /**
   * Explores.
   *
   * @param faults how many calls of a schedule may fail
   * @param maxStates after how many distinct states the rest is left out, which the report says
   * @throws Violation with the schedule, at the first one that is found
   */
  static Report of(
      InitialState initialState,
      List<Operation> operations,
      Mutant mutant,
      TimingAssumption timing,
      int faults,
      int maxStates) {
    var checker = new ModelChecker(initialState, operations, mutant, timing, maxStates);
    double schedules = checker.explore(checker.start(faults));
    return new Report(schedules, checker.explored.size(), checker.lost, checker.isCutShort);
  }

  /** Runs one schedule again, to its end. */
  static void repeat(Schedule schedule) {
    var checker =
        new ModelChecker(
            schedule.initialState(),
            schedule.operations(),
            schedule.mutant(),
            TimingAssumption.WITHIN_ITS_BUDGET,
            Integer.MAX_VALUE);
    State state = checker.start(schedule.steps().size());
    for (Schedule.Step step : schedule.steps()) {
      state = checker.step(state, step.caller().charAt(0) - 'A', step.outcome());
    }
    if (state.callers().stream().allMatch(caller -> caller.pending().isEmpty())) {
      checker.rest(state);
    }
  }

  private State start(int faults) {
    List<Caller> callers = new ArrayList<>();
    for (int i = 0; i < operations.size(); i++) {
      callers.add(Caller.of(Character.toString('A' + i), operations.get(i), mutant, initialState));
    }
    return new State(initialState.system(), List.copyOf(callers), faults);
  }

  private double explore(State state) {
    Double known = explored.get(state);
    if (known != null) {
      return known;
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
      atEnd(state);
      schedules = 1;
    }
    explored.put(state, schedules);
    return schedules;
  }

  private double exploreSteps(State state, int index) {
    double schedules = 0;
    Caller caller = state.callers().get(index);
    String call = caller.pending().orElseThrow().name();
    for (CallOutcome outcome : CallOutcome.values()) {
      if (outcome == CallOutcome.SUCCEEDS || state.faultsLeft() > 0) {
        path.addLast(new Schedule.Step(caller.name(), outcome, call));
        schedules += explore(stepOrReport(state, index, outcome));
        path.removeLast();
      }
    }
    return schedules;
  }

  private State stepOrReport(State state, int index, CallOutcome outcome) {
    try {
      return step(state, index, outcome);
    } catch (Violation violation) {
      throw new Violation(schedule(), violation);
    }
  }

  private void atEnd(State state) {
    try {
      lost += rest(state);
    } catch (Violation violation) {
      throw new Violation(schedule(), violation);
    }
  }

  private State step(State state, int index, CallOutcome outcome) {
    SystemState system = state.system().copy();
    system.underWay = underWay(state);
    Caller caller = state.callers().get(index).step(outcome, system);
    answered(caller, system);
    Invariants.checkAlways(system);
    if (timing == TimingAssumption.WITHIN_ITS_BUDGET) {
      Invariants.checkOwner(system);
    }
    List<Caller> callers = new ArrayList<>(state.callers());
    callers.set(index, caller);
    return new State(
        system,
        List.copyOf(callers),
        outcome == CallOutcome.SUCCEEDS ? state.faultsLeft() : state.faultsLeft() - 1);
  }

  private Set<String> underWay(State state) {
    return timing == TimingAssumption.FROZEN_AT_WILL
        ? Set.of()
        : state.callers().stream()
            .filter(caller -> caller.pending().isPresent())
            .map(Caller::name)
            .collect(toUnmodifiableSet());
  }

  private static void answered(Caller caller, SystemState system) {
    if (caller.result().isPresent()) {
      Invariants.checkAnswer(caller, system);
      caller.result().get().token().ifPresent(system.released::add);
    }
  }

  // Callers without a response retry, and the recovery runs; then the system is at rest, and works.
  private int rest(State state) {
    SystemState system = state.system().copy();
    system.underWay = Set.of();
    for (Caller caller : state.callers()) {
      if (caller.hasCrashed() || caller.failure().isPresent()) {
        toTheEnd("retry of " + caller.name(), caller.operation(), system);
      }
    }
    toTheEnd("recovery", Operation.RECOVER, system);
    toTheEnd("second recovery", Operation.RECOVER, system);
    if (timing == TimingAssumption.FROZEN_AT_WILL || system.mappedHere().isEmpty()) {
      // A row for another resource, or for an identity that was deleted under a frozen creator,
      // stays until its user comes again.
      toTheEnd("next", Operation.ISSUE, system);
    }
    Invariants.checkRest(system);
    Invariants.checkPolicy(operations, initialState.system().allowed(), system);
    if (timing == TimingAssumption.WITHIN_ITS_BUDGET) {
      Invariants.checkNoGarbage(system);
    }
    int lostIdentities = Invariants.countLost(system);
    Caller issue = toTheEnd("last", Operation.ISSUE, system);
    Invariants.require(issue.result().isPresent(), "In the end a token can be had");
    Invariants.checkRest(system);
    return lostIdentities;
  }

  private Caller toTheEnd(String name, Operation operation, SystemState system) {
    Caller caller = Caller.of(name, operation, mutant, initialState);
    for (int calls = 0; caller.pending().isPresent(); calls++) {
      Invariants.require(calls < 100 * MAX_RETRIES, "Nothing goes on for ever");
      caller = caller.step(CallOutcome.SUCCEEDS, system);
      Invariants.checkAlways(system);
    }
    answered(caller, system);
    return caller;
  }

  private Schedule schedule() {
    return new Schedule(initialState, operations, mutant, List.copyOf(path));
  }
}
