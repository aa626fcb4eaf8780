package dev.acstoken.modelcheck;

import java.time.Instant;
import java.util.List;

/**
 * One user: identity, tokens and access policy.
 *
 * @param initialState the state before the callers start
 * @param mutant the deliberate bug
 * @param timing how long a caller may take
 */
record UserModel(UserInitialState initialState, UserMutant mutant, TimingAssumption timing)
    implements Model<UserOperation> {

  /** Repeats a schedule of this model. */
  static void repeat(Schedule schedule, TimingAssumption timing) {
    var model =
        new UserModel(
            UserInitialState.valueOf(schedule.initialState()),
            UserMutant.valueOf(schedule.mutant()),
            timing);
    ModelChecker.repeat(
        model,
        schedule.operations().stream().map(UserOperation::valueOf).toList(),
        schedule.steps());
  }

  @Override
  public SystemState start() {
    return initialState.system();
  }

  @Override
  public Instant clockOf(UserOperation operation) {
    return SystemState.NOW;
  }

  @Override
  public AtStart observe(UserOperation operation, SystemState system) {
    return AtStart.of(system.released, system.row());
  }

  @Override
  public Result run(UserOperation operation, Replay replay, Instant clock) {
    var ports = new SteppedIdentityPorts(replay, mutant, clock);
    return operation.run(UserDomain.at(initialState, ports, true, clock));
  }

  @Override
  public void accept(Caller<UserOperation> caller, SystemState system) {
    UserInvariants.accept(caller.operation(), caller, system);
  }

  @Override
  public void checkAlways(SystemState system) {
    UserInvariants.checkAlways(system);
  }

  @Override
  public void checkWhileRunning(SystemState system) {
    UserInvariants.checkAlways(system);
    if (timing == TimingAssumption.WITHIN_ITS_BUDGET) {
      UserInvariants.checkOwner(system);
    }
  }

  @Override
  public int checkAtRest(
      List<Caller<UserOperation>> callers, SystemState system, SequentialRuns<UserOperation> runs) {
    system.denied.clear();
    runs.retry(callers, SystemState.LATER, system);
    return new UserRest(initialState, timing)
        .check(
            callers.stream().map(Caller::operation).toList(),
            system,
            (name, operation, clock) ->
                runs.run(name, operation, clock, system).result().isPresent());
  }

  @Override
  public Schedule schedule(List<UserOperation> operations, List<Schedule.Step> steps) {
    return Schedule.of(initialState, operations, mutant, steps);
  }
}
