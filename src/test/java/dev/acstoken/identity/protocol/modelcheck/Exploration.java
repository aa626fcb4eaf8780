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
 * Goes through every schedule of some acts at once, with up to so many faults in each. Schedules
 * that meet in the same state are explored from there once, and counted each.
 */
final class Exploration {

  private static final int MAX_RETRIES = 3;

  private final Beginning beginning;
  private final List<Act> acts;
  private final Breakage breakage;
  private final Pace pace;
  private final int mostStates;
  private final Map<State, Double> explored = new HashMap<>();
  private final Deque<Schedule.Step> path = new ArrayDeque<>();
  private boolean isCutShort;
  private int lost;

  private record State(World world, List<Caller> callers, int faultsLeft) {}

  /** What was gone through. */
  record Report(double schedules, int states, int lostIdentities, boolean isCutShort) {}

  /** How long a caller under way may take. */
  enum Pace {
    /** Its time budget, as the code enforces: no sweep takes it for gone. */
    WITHIN_ITS_BUDGET,
    /** Longer than a sweep's patience, as if its machine had been frozen in between. */
    FROZEN_AT_WILL
  }

  private Exploration(
      Beginning beginning, List<Act> acts, Breakage breakage, Pace pace, int mostStates) {
    this.beginning = beginning;
    this.acts = acts;
    this.breakage = breakage;
    this.pace = pace;
    this.mostStates = mostStates;
  }

  /**
   * Explores.
   *
   * @param faults how many calls of a schedule may meet a fate other than success
   * @param mostStates after so many distinct states the rest is left out, and the report says so
   * @throws Violation with the schedule, at the first one that is found
   */
  static Report of(
      Beginning beginning,
      List<Act> acts,
      Breakage breakage,
      Pace pace,
      int faults,
      int mostStates) {
    var exploration = new Exploration(beginning, acts, breakage, pace, mostStates);
    double schedules = exploration.explore(exploration.start(faults));
    return new Report(
        schedules, exploration.explored.size(), exploration.lost, exploration.isCutShort);
  }

  /** Runs one schedule again, to its end. */
  static void repeat(Schedule schedule) {
    var exploration =
        new Exploration(
            schedule.beginning(),
            schedule.acts(),
            schedule.breakage(),
            Pace.WITHIN_ITS_BUDGET,
            Integer.MAX_VALUE);
    State state = exploration.start(schedule.steps().size());
    for (Schedule.Step step : schedule.steps()) {
      state = exploration.step(state, step.caller().charAt(0) - 'A', step.fate());
    }
    if (state.callers().stream().allMatch(caller -> caller.pending().isEmpty())) {
      exploration.rest(state);
    }
  }

  private State start(int faults) {
    List<Caller> callers = new ArrayList<>();
    for (int i = 0; i < acts.size(); i++) {
      callers.add(Caller.of(Character.toString('A' + i), acts.get(i), breakage, beginning));
    }
    return new State(beginning.world(), List.copyOf(callers), faults);
  }

  private double explore(State state) {
    Double known = explored.get(state);
    if (known != null) {
      return known;
    }
    if (explored.size() >= mostStates) {
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
    for (Fate fate : Fate.values()) {
      if (fate == Fate.SUCCEEDS || state.faultsLeft() > 0) {
        path.addLast(new Schedule.Step(caller.name(), fate, call));
        schedules += explore(stepOrReport(state, index, fate));
        path.removeLast();
      }
    }
    return schedules;
  }

  private State stepOrReport(State state, int index, Fate fate) {
    try {
      return step(state, index, fate);
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

  private State step(State state, int index, Fate fate) {
    World world = state.world().copy();
    world.underWay = underWay(state);
    Caller caller = state.callers().get(index).step(fate, world);
    answered(caller, world);
    Invariants.checkAlways(world);
    if (pace == Pace.WITHIN_ITS_BUDGET) {
      Invariants.checkReverseRow(world);
    }
    List<Caller> callers = new ArrayList<>(state.callers());
    callers.set(index, caller);
    return new State(
        world,
        List.copyOf(callers),
        fate == Fate.SUCCEEDS ? state.faultsLeft() : state.faultsLeft() - 1);
  }

  private Set<String> underWay(State state) {
    return pace == Pace.FROZEN_AT_WILL
        ? Set.of()
        : state.callers().stream()
            .filter(caller -> caller.pending().isPresent())
            .map(Caller::name)
            .collect(toUnmodifiableSet());
  }

  private static void answered(Caller caller, World world) {
    if (caller.result().isPresent()) {
      Invariants.checkAnswer(caller, world);
      caller.result().get().token().ifPresent(world.released::add);
    }
  }

  // Who got no answer tries again, and sweeps pass; then the system is at rest, and works.
  private int rest(State state) {
    World world = state.world().copy();
    world.underWay = Set.of();
    for (Caller caller : state.callers()) {
      if (caller.hasCrashed() || caller.failure().isPresent()) {
        toTheEnd("retry of " + caller.name(), caller.act(), world);
      }
    }
    toTheEnd("sweep", Act.SWEEP, world);
    toTheEnd("second sweep", Act.SWEEP, world);
    if (pace == Pace.FROZEN_AT_WILL || world.mappedHere().isEmpty()) {
      // A row for another resource, or for an identity that was swept under a frozen creator, stays
      // until its user comes again.
      toTheEnd("next", Act.ISSUE, world);
    }
    Invariants.checkRest(world);
    Invariants.checkPolicy(acts, beginning.world().allowed(), world);
    if (pace == Pace.WITHIN_ITS_BUDGET) {
      Invariants.checkNoGarbage(world);
    }
    int lostIdentities = Invariants.countLost(world);
    Caller issue = toTheEnd("last", Act.ISSUE, world);
    Invariants.require(issue.result().isPresent(), "In the end a token can be had");
    Invariants.checkRest(world);
    return lostIdentities;
  }

  private Caller toTheEnd(String name, Act act, World world) {
    Caller caller = Caller.of(name, act, breakage, beginning);
    for (int calls = 0; caller.pending().isPresent(); calls++) {
      Invariants.require(calls < 100 * MAX_RETRIES, "Nothing goes on for ever");
      caller = caller.step(Fate.SUCCEEDS, world);
      Invariants.checkAlways(world);
    }
    answered(caller, world);
    return caller;
  }

  private Schedule schedule() {
    return new Schedule(beginning, acts, breakage, List.copyOf(path));
  }
}
