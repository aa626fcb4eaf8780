package dev.acstoken.modelcheck;

import static dev.acstoken.modelcheck.LeaseOperation.CLOCK;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.modelcheck.SteppedTime.ClockReads;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One user while time passes. Time has whole seconds: every duration that the protocol compares has
 * whole seconds, and every comparison includes the equal duration, so schedules in real time reach
 * nothing else.
 *
 * @param initialState the state before the callers start
 * @param mutant the deliberate bug of the instances of the present version
 * @param sparesTokensOfItsSecond whether a revocation at ACS spares the tokens of its own second
 */
record LeaseModel(
    UserInitialState initialState, LeaseMutant mutant, boolean sparesTokensOfItsSecond)
    implements Model<LeaseOperation> {

  /** Repeats a schedule of this model. */
  static void repeat(Schedule schedule, boolean sparesTokensOfItsSecond) {
    var model =
        new LeaseModel(
            UserInitialState.valueOf(schedule.initialState()),
            LeaseMutant.valueOf(schedule.mutant()),
            sparesTokensOfItsSecond);
    ModelChecker.repeat(
        model,
        schedule.operations().stream().map(LeaseOperation::valueOf).toList(),
        schedule.steps());
  }

  /** Returns each combination of the operations once, with the passing of time. */
  static List<List<LeaseOperation>> combinations(List<LeaseOperation> operations, int size) {
    List<List<LeaseOperation>> combinations = new ArrayList<>();
    for (List<LeaseOperation> chosen : Combinations.of(operations, size)) {
      List<LeaseOperation> withClock = new ArrayList<>(chosen);
      withClock.add(CLOCK);
      combinations.add(List.copyOf(withClock));
    }
    return combinations;
  }

  @Override
  public SystemState start() {
    SystemState system = initialState.system();
    system.sparesTokensOfItsSecond = sparesTokensOfItsSecond;
    return system;
  }

  @Override
  public TimingAssumption timing() {
    return TimingAssumption.WITHIN_ITS_BUDGET;
  }

  @Override
  public Instant clockOf(LeaseOperation operation) {
    return SystemState.NOW;
  }

  // A revocation that was asked for need not end tokens of its second.
  @Override
  public AtStart observe(LeaseOperation operation, SystemState system) {
    Set<AccessToken> inUse =
        operation == LeaseOperation.REVOKE
            ? system.released.stream()
                .filter(token -> !system.clocks.isNew(token))
                .collect(Collectors.toUnmodifiableSet())
            : system.released;
    return operation == CLOCK ? AtStart.ANY : AtStart.of(inUse, system.row());
  }

  @Override
  public Result run(LeaseOperation operation, Replay replay, Instant clock) {
    return operation
        .ofUser()
        .map(it -> it.run(domain(operation, replay, clock)))
        .orElseGet(() -> LeaseOperation.pass(replay));
  }

  private UserDomain domain(LeaseOperation operation, Replay replay, Instant clock) {
    var ports =
        new SteppedIdentityPorts(replay, operation.mutant(mutant), clock, ClockReads.AS_STEPS);
    return UserDomain.at(initialState, ports, operation.readsAhead(), clock);
  }

  @Override
  public void accept(Caller<LeaseOperation> caller, SystemState system) {
    caller.operation().ofUser().ifPresent(it -> UserInvariants.accept(it, caller, system));
  }

  @Override
  public void checkAlways(SystemState system) {
    UserInvariants.checkAlways(system);
  }

  @Override
  public void checkWhileRunning(SystemState system) {
    UserInvariants.checkAlways(system);
    UserInvariants.checkOwner(system);
  }

  @Override
  public int checkAtRest(
      List<Caller<LeaseOperation>> callers,
      SystemState system,
      SequentialRuns<LeaseOperation> runs) {
    system.denied.clear();
    runs.retry(callers, SystemState.LATER, system);
    List<LeaseOperation> operations = callers.stream().map(Caller::operation).toList();
    return new UserRest(initialState, timing())
        .check(
            LeaseOperation.ofUser(operations),
            system,
            (name, operation, clock) ->
                runs.run(name, LeaseOperation.valueOf(operation.name()), clock, system)
                    .result()
                    .isPresent());
  }

  @Override
  public Schedule schedule(List<LeaseOperation> operations, List<Schedule.Step> steps) {
    return Schedule.of(initialState, operations, mutant, steps);
  }
}
