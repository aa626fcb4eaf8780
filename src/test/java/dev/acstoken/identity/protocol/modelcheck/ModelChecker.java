package dev.acstoken.identity.protocol.modelcheck;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.time.Instant;
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
 */
final class ModelChecker {

  private static final int MAX_RETRIES = 3;

  private final InitialState initialState;
  private final List<Operation> operations;
  private final Mutant mutant;
  private final TimingAssumption timing;
  private final int maxStates;
  private final Map<State, Double> explored = new HashMap<>();
  private final Map<String, Caller> atStart = new HashMap<>();
  private final Deque<Schedule.Step> path = new ArrayDeque<>();
  private boolean isCutShort;
  private int lost;

  private record State(SystemState system, List<Caller> callers, int faultsLeft) {}

  /** The extent of an exploration. */
  record Report(double schedules, int states, int lostIdentities, boolean isCutShort) {}

  /** How long a running caller may take. */
  enum TimingAssumption {
    /**
     * At most its time budget, which the code enforces. The recovery never treats it as
     * interrupted.
     */
    WITHIN_ITS_BUDGET,
    /** Longer than the recovery's grace period, as if its machine had been suspended. */
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
   * Explores the schedules.
   *
   * @param faults the maximum number of calls that fail in one schedule
   * @param maxStates the number of distinct states after which the exploration is cut short, which
   *     the report says
   * @throws Violation at the first invariant that does not hold, with its schedule
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

  /** Runs one schedule again, and checks the system at rest if the schedule is complete. */
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
      checker.checkAtRest(state);
    }
  }

  private State start(int faults) {
    List<Caller> callers = new ArrayList<>();
    for (int i = 0; i < operations.size(); i++) {
      callers.add(
          Caller.of(
              Character.toString('A' + i),
              operations.get(i),
              mutant,
              initialState,
              SystemState.NOW));
    }
    return new State(initialState.system(), List.copyOf(callers), faults);
  }

  private double explore(State state) {
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

  private double exploreSteps(State state, int index) {
    double schedules = 0;
    Caller caller = state.callers().get(index);
    PortCall call = caller.pending().orElseThrow();
    for (CallOutcome outcome : CallOutcome.values()) {
      if (outcome == CallOutcome.SUCCEEDS || (state.faultsLeft() > 0 && call.canHave(outcome))) {
        path.addLast(new Schedule.Step(caller.name(), outcome, call.name()));
        schedules += explore(stepWithSchedule(state, index, outcome));
        path.removeLast();
      }
    }
    return schedules;
  }

  private State stepWithSchedule(State state, int index, CallOutcome outcome) {
    try {
      return step(state, index, outcome);
    } catch (Violation violation) {
      throw new Violation(schedule(), violation);
    }
  }

  private void checkEnd(State state) {
    try {
      lost += checkAtRest(state);
    } catch (Violation violation) {
      throw new Violation(schedule(), violation);
    }
  }

  private State step(State state, int index, CallOutcome outcome) {
    SystemState system = state.system().copy();
    system.underWay = underWay(state);
    Caller caller = state.callers().get(index).step(outcome, system);
    acceptResult(caller, system);
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

  private static void acceptResult(Caller caller, SystemState system) {
    if (caller.result().isPresent()) {
      Invariants.checkResult(caller, system);
      caller.result().get().token().ifPresent(system.released::add);
    }
  }

  // After the loss period, when ACS denies no existing identity any more, crashed and failed
  // operations are retried, and the recovery runs. Then the system is at rest, and a token can be
  // issued.
  private int checkAtRest(State state) {
    SystemState system = state.system().copy();
    system.underWay = Set.of();
    system.denied.clear();
    for (Caller caller : state.callers()) {
      if (caller.hasCrashed() || caller.failure().isPresent()) {
        runToEnd("retry of " + caller.name(), caller.operation(), SystemState.LATER, system);
      }
    }
    runToEnd("recovery", Operation.RECOVER, SystemState.LATER, system);
    runToEnd("second recovery", Operation.RECOVER, SystemState.LATER, system);
    // A revocation that ACS denied is confirmed by another denial after the loss period.
    runToEnd("recovery much later", Operation.RECOVER, SystemState.MUCH_LATER, system);
    if (timing == TimingAssumption.FROZEN_AT_WILL || system.mappedIdentity().isEmpty()) {
      // A row for a given-up resource remains until the user's next token request. A row for an
      // identity that was deleted while its creator was frozen remains until ACS has denied the
      // identity for the loss period.
      runToEnd("next", Operation.ISSUE, SystemState.LATER, system);
      runToEnd("next but one", Operation.ISSUE, SystemState.MUCH_LATER, system);
    }
    Invariants.checkRest(operations, initialState, system);
    boolean isForeign = initialState == InitialState.FOREIGN_RESOURCE;
    if (!isForeign) {
      // A policy that would require a revocation at another resource is refused.
      Invariants.checkPolicy(operations, initialState.system().allowed(), system);
    }
    if (timing == TimingAssumption.WITHIN_ITS_BUDGET && !isForeign) {
      Invariants.checkNoGarbage(system);
    }
    int lostIdentities = Invariants.countLost(system);
    // If ACS has lost the identity, the first request records it and the second one replaces it.
    var unused = runToEnd("last but one", Operation.ISSUE, SystemState.LATER, system);
    Caller issue = runToEnd("last", Operation.ISSUE, SystemState.MUCH_LATER, system);
    Invariants.require(issue.result().isPresent() || isForeign, "A token can be issued at the end");
    Invariants.checkRest(operations, initialState, system);
    return lostIdentities;
  }

  private Caller runToEnd(String name, Operation operation, Instant clock, SystemState system) {
    Caller caller =
        atStart.computeIfAbsent(
            name + " " + operation, key -> Caller.of(name, operation, mutant, initialState, clock));
    for (int calls = 0; caller.pending().isPresent(); calls++) {
      Invariants.require(calls < 100 * MAX_RETRIES, "Every operation terminates");
      caller = caller.step(CallOutcome.SUCCEEDS, system);
      Invariants.checkAlways(system);
    }
    acceptResult(caller, system);
    return caller;
  }

  private Schedule schedule() {
    return new Schedule(initialState, operations, mutant, List.copyOf(path));
  }
}
