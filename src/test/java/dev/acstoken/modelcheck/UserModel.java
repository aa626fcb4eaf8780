package dev.acstoken.modelcheck;

import static dev.acstoken.modelcheck.Violation.require;

import dev.acstoken.identity.IdentityRules;
import java.time.Instant;
import java.util.List;
import java.util.Set;

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
    return new AtStart(Set.copyOf(system.released), false);
  }

  @Override
  public Result run(UserOperation operation, Replay replay, Instant clock) {
    var ports = new SteppedIdentityPorts(replay, mutant, clock);
    var rules =
        new IdentityRules(initialState.resource(), SystemState.LOSS_PERIOD, UserOperation.POLICY);
    var domain = new UserDomain(SystemState.USER, ports, rules, clock);
    initialState.past().ifPresent(earlier -> ports.fillCache(earlier, domain::refresh));
    return operation.run(domain);
  }

  @Override
  public void accept(Caller<UserOperation> caller, SystemState system) {
    if (caller.result().isPresent()) {
      Result result = caller.result().get();
      UserInvariants.checkResult(caller.operation(), result, caller.atStart(), system);
      if (result instanceof Result.Released released) {
        system.released.add(released.token());
      }
    }
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

  // After the loss period, when ACS denies no existing identity any more, crashed and failed
  // operations are retried, and the recovery runs. Then the system is at rest, and a token can be
  // issued.
  @Override
  public int checkAtRest(
      List<Caller<UserOperation>> callers, SystemState system, SequentialRuns<UserOperation> runs) {
    system.denied.clear();
    runs.retry(callers, SystemState.LATER, system);
    runs.run("recovery", UserOperation.RECOVER, SystemState.LATER, system);
    runs.run("second recovery", UserOperation.RECOVER, SystemState.LATER, system);
    // A revocation that ACS denied is confirmed by another denial after the loss period.
    runs.run("recovery much later", UserOperation.RECOVER, SystemState.MUCH_LATER, system);
    if (timing == TimingAssumption.FROZEN_AT_WILL || system.mappedIdentity().isEmpty()) {
      // A row for a given-up resource remains until the user's next token request. A row for an
      // identity that was deleted while its creator was frozen remains until ACS has denied the
      // identity for the loss period.
      runs.run("next", UserOperation.ISSUE, SystemState.LATER, system);
      runs.run("next but one", UserOperation.ISSUE, SystemState.MUCH_LATER, system);
    }
    List<UserOperation> operations = callers.stream().map(Caller::operation).toList();
    UserInvariants.checkRest(operations, initialState, system);
    boolean isForeign = initialState == UserInitialState.FOREIGN_RESOURCE;
    if (!isForeign) {
      // A policy that would require a revocation at another resource is refused.
      UserInvariants.checkPolicy(operations, initialState.system().allowed(), system);
    }
    if (timing == TimingAssumption.WITHIN_ITS_BUDGET && !isForeign) {
      UserInvariants.checkNoGarbage(system);
    }
    int lostIdentities = UserInvariants.countLost(system);
    // If ACS has lost the identity, the first request records it and the second one replaces it.
    runs.run("last but one", UserOperation.ISSUE, SystemState.LATER, system);
    Caller<UserOperation> issue =
        runs.run("last", UserOperation.ISSUE, SystemState.MUCH_LATER, system);
    require(issue.result().isPresent() || isForeign, "A token can be issued at the end");
    UserInvariants.checkRest(operations, initialState, system);
    return lostIdentities;
  }

  @Override
  public Schedule schedule(List<UserOperation> operations, List<Schedule.Step> steps) {
    return Schedule.of(initialState, operations, mutant, steps);
  }
}
