package dev.acstoken.modelcheck;

import static dev.acstoken.modelcheck.GuestOperation.EXPIRY;
import static dev.acstoken.modelcheck.Violation.require;

import dev.acstoken.guests.Invitation;
import dev.acstoken.guests.InvitationCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An invitation, its creator and its guests.
 *
 * @param initialState the state before the callers start
 * @param mutant the deliberate bug
 * @param timing how long a caller may take
 */
record GuestModel(GuestInitialState initialState, GuestMutant mutant, TimingAssumption timing)
    implements Model<GuestOperation> {

  /** The name of the callers that lead to the initial state. */
  static final String FIRST_CALLER = "first";

  /** A time that is longer than the loss period and the recovery's grace period. */
  private static final Duration PERIOD = Duration.ofMinutes(30);

  /** A time that is longer than an invitation is kept after its expiry. */
  private static final Duration RETENTION = Duration.ofDays(31);

  /** Repeats a schedule of this model. */
  static void repeat(Schedule schedule, TimingAssumption timing) {
    var model =
        new GuestModel(
            GuestInitialState.valueOf(schedule.initialState()),
            GuestMutant.valueOf(schedule.mutant()),
            timing);
    ModelChecker.repeat(
        model,
        schedule.operations().stream().map(GuestOperation::valueOf).toList(),
        schedule.steps());
  }

  /**
   * Returns each combination of operations once. While no guest has joined, the guests are the same
   * but for their names.
   */
  List<List<GuestOperation>> combinations(int size) {
    return Combinations.of(GuestOperation.EXPLORED, size).stream()
        .filter(
            chosen ->
                initialState.hasGuests()
                    || Collections.frequency(chosen, GuestOperation.JOIN)
                        >= Collections.frequency(chosen, GuestOperation.JOIN_OTHER))
        .toList();
  }

  @Override
  public SystemState start() {
    return initialState.system(this);
  }

  @Override
  public Instant clockOf(GuestOperation operation) {
    return switch (operation) {
      case RECOVER -> SystemState.LATER;
      case EXPIRE -> GuestOperation.EXPIRY;
      default -> SystemState.NOW;
    };
  }

  @Override
  public AtStart observe(GuestOperation operation, SystemState system) {
    return new AtStart(
        Set.of(), Optional.empty(), GuestInvariants.findOpen(code(), system).isPresent());
  }

  @Override
  public Result run(GuestOperation operation, Replay replay, Instant clock) {
    return operation.run(
        new GuestOperation.Domain(replay, mutant, initialState.places(), code(), clock));
  }

  // The first caller creates the invitation, either before the callers start or as one of them.
  private InvitationCode code() {
    return GuestOperation.code(initialState.isInvited() ? FIRST_CALLER : "A");
  }

  @Override
  public void accept(Caller<GuestOperation> caller, SystemState system) {
    if (caller.result().isEmpty()) {
      return;
    }
    Result result = caller.result().get();
    if (result instanceof Result.Joined joined) {
      GuestInvariants.checkRelease(joined, caller.atStart(), system);
      system.released.add(joined.token());
      system.guests.receivers.put(joined.token(), joined.guest());
    }
    if (result instanceof Result.Ended ended && ended.remaining() == 0) {
      system.guests.isEndConfirmed = true;
    }
  }

  @Override
  public void checkAlways(SystemState system) {
    GuestInvariants.checkAlways(system);
  }

  @Override
  public void checkWhileRunning(SystemState system) {
    GuestInvariants.checkAlways(system);
    if (timing == TimingAssumption.WITHIN_ITS_BUDGET) {
      GuestInvariants.checkFindable(system);
    }
  }

  // Crashed and failed operations are retried while the invitation is open, and then the guests
  // use their places. Later the invitation expires, and much later it is removed.
  @Override
  public int checkAtRest(
      List<Caller<GuestOperation>> callers,
      SystemState system,
      SequentialRuns<GuestOperation> runs) {
    runs.retry(callers, SystemState.LATER, system);
    recoverTwice("recovery", GuestOperation.RECOVER, SystemState.MUCH_LATER, runs, system);
    GuestInvariants.checkRest(timing, system);
    int lostIdentities = UserInvariants.countLost(system);
    useEveryPlace(runs, system);
    recoverTwice("expiry", GuestOperation.EXPIRE, EXPIRY.plus(PERIOD), runs, system);
    GuestInvariants.checkNothingLeft(system);
    recoverTwice("removal", GuestOperation.EXPIRE, EXPIRY.plus(RETENTION), runs, system);
    GuestInvariants.checkRemoved(system);
    return lostIdentities;
  }

  private static void recoverTwice(
      String name,
      GuestOperation operation,
      Instant clock,
      SequentialRuns<GuestOperation> runs,
      SystemState system) {
    runs.run(name, operation, clock, system);
    runs.run("second " + name, operation, clock, system);
  }

  // A guest whose identity was deleted while the guest's request was frozen gets another one after
  // the loss period.
  private void useEveryPlace(SequentialRuns<GuestOperation> runs, SystemState system) {
    Optional<Invitation> open = GuestInvariants.findOpen(code(), system);
    if (open.isEmpty()) {
      return;
    }
    for (GuestOperation operation : GuestOperation.JOINS) {
      boolean hasPlace =
          system.guests.joined.containsKey(operation.guest(code()))
              || GuestInvariants.hasPlaceLeft(open.get().id(), system);
      runs.run("first use of " + operation, operation, SystemState.MUCH_LATER, system);
      var joined =
          runs.run("use of " + operation, operation, SystemState.MUCH_LATER.plus(PERIOD), system);
      require(
          joined.result().isPresent() == hasPlace,
          "Exactly a guest who has a place, or for whom one is left, gets a token");
    }
  }

  @Override
  public Schedule schedule(List<GuestOperation> operations, List<Schedule.Step> steps) {
    return Schedule.of(initialState, operations, mutant, steps);
  }
}
