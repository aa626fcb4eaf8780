package dev.acstoken.modelcheck;

import static dev.acstoken.modelcheck.Violation.require;

import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.IdentityRules;
import dev.acstoken.identity.protocol.UserMove.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A user whose issuer is renamed, while instances with the old settings and with the new ones serve
 * the user.
 *
 * @param initialState the state before the callers start
 * @param mutant the deliberate bug
 * @param timing how long a caller may take
 * @param start the initial state, to which the protocol leads without the bug
 */
record MoveModel(
    MoveInitialState initialState, MoveMutant mutant, TimingAssumption timing, SystemState start)
    implements Model<MoveOperation> {

  static MoveModel of(MoveInitialState initialState, MoveMutant mutant, TimingAssumption timing) {
    var withoutBug = new MoveModel(initialState, MoveMutant.NONE, timing, new SystemState());
    return new MoveModel(initialState, mutant, timing, initialState.system(withoutBug));
  }

  /** Repeats a schedule of this model. */
  static void repeat(Schedule schedule, TimingAssumption timing) {
    var model =
        MoveModel.of(
            MoveInitialState.valueOf(schedule.initialState()),
            MoveMutant.valueOf(schedule.mutant()),
            timing);
    ModelChecker.repeat(
        model,
        schedule.operations().stream().map(MoveOperation::valueOf).toList(),
        schedule.steps());
  }

  /**
   * Returns each combination of operations once. A move is among them or was interrupted before, or
   * there are instances with the old settings and with the new ones. The model of users has the
   * others.
   */
  List<List<MoveOperation>> combinations(int size) {
    return Combinations.of(List.of(MoveOperation.values()), size).stream()
        .filter(
            chosen ->
                initialState.isMoving()
                    || chosen.stream().anyMatch(MoveOperation.MOVES::contains)
                    || chosen.stream().map(MoveOperation::isOld).distinct().count() == 2)
        .toList();
  }

  @Override
  public Instant clockOf(MoveOperation operation) {
    return SystemState.NOW;
  }

  @Override
  public AtStart observe(MoveOperation operation, SystemState system) {
    return AtStart.of(system.released, system.row());
  }

  @Override
  public Result run(MoveOperation operation, Replay replay, Instant clock) {
    var ports = new SteppedIdentityPorts(replay, mutant, clock);
    var rules =
        new IdentityRules(
            AcsResource.at(SystemState.ACS_ENDPOINT),
            SystemState.LOSS_PERIOD,
            UserOperation.POLICY,
            mutant == MoveMutant.FORMER_NAME_IGNORED
                ? MoveOperation.OLD_CREATE.formerNames()
                : operation.formerNames(),
            true);
    return operation
        .ofUser()
        .map(it -> it.run(new UserDomain(operation.user(), ports, rules, clock)))
        .orElseGet(() -> operation.move(ports));
  }

  @Override
  public void accept(Caller<MoveOperation> caller, SystemState system) {
    caller.operation().ofUser().ifPresent(it -> UserInvariants.accept(it, caller, system));
  }

  @Override
  public void checkAlways(SystemState system) {
    UserInvariants.checkAlways(system);
    MoveInvariants.checkAlways(system);
  }

  @Override
  public void checkWhileRunning(SystemState system) {
    checkAlways(system);
    if (timing == TimingAssumption.WITHIN_ITS_BUDGET) {
      UserInvariants.checkOwner(system);
    }
  }

  // Crashed and failed operations are retried, and the recovery runs. A move is repeated until it
  // is complete. At the end, instances with either settings issue a token of the same identity.
  @Override
  public int checkAtRest(
      List<Caller<MoveOperation>> callers, SystemState system, SequentialRuns<MoveOperation> runs) {
    runs.retry(callers, SystemState.LATER, system);
    runs.run("recovery", MoveOperation.OLD_RECOVER, SystemState.LATER, system);
    runs.run("second recovery", MoveOperation.RECOVER, SystemState.MUCH_LATER, system);
    runs.run("read", MoveOperation.OLD_REFRESH, SystemState.LATER, system);
    if (timing == TimingAssumption.FROZEN_AT_WILL || system.mappedIdentity().isEmpty()) {
      runs.run("next", MoveOperation.OLD_ISSUE, SystemState.LATER, system);
      runs.run("next but one", MoveOperation.ISSUE, SystemState.MUCH_LATER, system);
    }
    List<MoveOperation> operations = callers.stream().map(Caller::operation).toList();
    MoveInvariants.checkResults(callers, initialState);
    MoveInvariants.checkRest(operations, this, system);
    int lostIdentities = UserInvariants.countLost(system);
    boolean isOneWay =
        operations.contains(MoveOperation.MOVE) && !operations.contains(MoveOperation.MOVE_BACK);
    if (isOneWay) {
      var moved = runs.run("move", MoveOperation.MOVE, SystemState.MUCH_LATER, system);
      require(
          moved.result().isPresent()
              && Set.of(Outcome.MOVED, Outcome.MOVED_BEFORE, Outcome.ABSENT)
                  .contains(((Result.Moved) moved.result().get()).outcome()),
          "A move is complete after a repetition");
      MoveInvariants.checkRest(operations, this, system);
    }
    runs.run("last but two", MoveOperation.ISSUE, SystemState.LATER, system);
    var old = runs.run("last but one", MoveOperation.OLD_ISSUE, SystemState.MUCH_LATER, system);
    var issue = runs.run("last", MoveOperation.ISSUE, SystemState.MUCH_LATER, system);
    require(
        old.result().isPresent() && issue.result().isPresent(),
        "A token can be issued at the end under both names");
    MoveInvariants.checkRest(operations, this, system);
    return lostIdentities;
  }

  @Override
  public Schedule schedule(List<MoveOperation> operations, List<Schedule.Step> steps) {
    return Schedule.of(initialState, operations, mutant, steps);
  }
}
