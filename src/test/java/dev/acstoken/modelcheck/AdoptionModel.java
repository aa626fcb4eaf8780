package dev.acstoken.modelcheck;

import static dev.acstoken.modelcheck.Violation.require;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.acstoken.identity.IdentityRules;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An identity that exists at ACS before the endpoint does, and two users who may adopt it.
 *
 * @param initialState the state before the callers start
 * @param mutant the deliberate bug
 * @param timing how long a caller may take
 * @param start the initial state, to which the protocol leads without the bug
 */
record AdoptionModel(
    AdoptionInitialState initialState,
    AdoptionMutant mutant,
    TimingAssumption timing,
    SystemState start)
    implements Model<AdoptionOperation> {

  static AdoptionModel of(
      AdoptionInitialState initialState, AdoptionMutant mutant, TimingAssumption timing) {
    var withoutBug =
        new AdoptionModel(initialState, AdoptionMutant.NONE, timing, new SystemState());
    return new AdoptionModel(initialState, mutant, timing, initialState.system(withoutBug));
  }

  /** Repeats a schedule of this model. */
  static void repeat(Schedule schedule, TimingAssumption timing) {
    var model =
        AdoptionModel.of(
            AdoptionInitialState.valueOf(schedule.initialState()),
            AdoptionMutant.valueOf(schedule.mutant()),
            timing);
    ModelChecker.repeat(
        model,
        schedule.operations().stream().map(AdoptionOperation::valueOf).toList(),
        schedule.steps());
  }

  /**
   * Returns each combination of operations once. One of them is an adoption, or an adoption was
   * interrupted before. The model of users has the others.
   */
  List<List<AdoptionOperation>> combinations(int size) {
    return Combinations.of(List.of(AdoptionOperation.values()), size).stream()
        .filter(
            chosen ->
                initialState.isAdopting()
                    || chosen.stream().anyMatch(AdoptionOperation.ADOPTIONS::contains))
        .toList();
  }

  @Override
  public Instant clockOf(AdoptionOperation operation) {
    return SystemState.NOW;
  }

  @Override
  public AtStart observe(AdoptionOperation operation, SystemState system) {
    return new AtStart(
        system.released.stream()
            .filter(token -> system.isNamedBy(operation.user(), system.ownerOf(token)))
            .collect(toUnmodifiableSet()),
        Optional.empty(),
        false);
  }

  @Override
  public Result run(AdoptionOperation operation, Replay replay, Instant clock) {
    var ports = new SteppedIdentityPorts(replay, mutant, clock);
    var rules =
        new IdentityRules(initialState.resource(), SystemState.LOSS_PERIOD, UserOperation.POLICY);
    return operation.run(new UserDomain(operation.user(), ports, rules, clock));
  }

  @Override
  public void accept(Caller<AdoptionOperation> caller, SystemState system) {
    if (caller.result().isPresent()) {
      AdoptionInvariants.checkResult(caller, system);
      if (caller.result().get() instanceof Result.Released released) {
        system.released.add(released.token());
      }
    }
  }

  @Override
  public void checkAlways(SystemState system) {
    AdoptionInvariants.checkAlways(system);
  }

  @Override
  public void checkWhileRunning(SystemState system) {
    AdoptionInvariants.checkAlways(system);
    if (timing == TimingAssumption.WITHIN_ITS_BUDGET) {
      AdoptionInvariants.checkOwners(system);
    }
  }

  // Recovery completes every interrupted adoption alone. Then crashed and failed operations are
  // retried, when ACS denies no existing identity any more, and at the end each user can get a
  // token.
  @Override
  public int checkAtRest(
      List<Caller<AdoptionOperation>> callers,
      SystemState system,
      SequentialRuns<AdoptionOperation> runs) {
    system.denied.clear();
    recover("first recovery", SystemState.LATER, runs, system);
    if (timing == TimingAssumption.WITHIN_ITS_BUDGET && !initialState.hasAdoptionWithoutEntry()) {
      AdoptionInvariants.checkNotAdopting(system);
    }
    runs.retry(callers, SystemState.LATER, system);
    recover("recovery", SystemState.LATER, runs, system);
    recover("second recovery", SystemState.MUCH_LATER, runs, system);
    if (timing == TimingAssumption.FROZEN_AT_WILL || initialState.needsARequest()) {
      issue("next", SystemState.LATER, runs, system);
      issue("next but one", SystemState.MUCH_LATER, runs, system);
    }
    AdoptionInvariants.checkRest(callers, this, system);
    int lostIdentities = UserInvariants.countLost(system);
    issue("last but one", SystemState.LATER, runs, system);
    require(
        issue("last", SystemState.MUCH_LATER, runs, system), "A token can be issued at the end");
    AdoptionInvariants.checkRest(callers, this, system);
    return lostIdentities;
  }

  private static void recover(
      String name, Instant clock, SequentialRuns<AdoptionOperation> runs, SystemState system) {
    system.underWay = Set.of();
    runs.run(name, AdoptionOperation.RECOVER, clock, system);
  }

  private static boolean issue(
      String name, Instant clock, SequentialRuns<AdoptionOperation> runs, SystemState system) {
    var issue = runs.run(name, AdoptionOperation.ISSUE, clock, system);
    var issueForOther =
        runs.run(name + " for other", AdoptionOperation.ISSUE_FOR_OTHER, clock, system);
    return issue.result().isPresent() && issueForOther.result().isPresent();
  }

  @Override
  public Schedule schedule(List<AdoptionOperation> operations, List<Schedule.Step> steps) {
    return Schedule.of(initialState, operations, mutant, steps);
  }
}
