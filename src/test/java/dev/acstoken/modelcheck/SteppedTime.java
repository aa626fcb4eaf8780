package dev.acstoken.modelcheck;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * The time of one caller's process. It passes as the {@link SystemState} says, and the caller sees
 * only durations.
 *
 * <p>A wait ends as early as it can: it begins with the call before it, and the remaining time
 * passes with the call after it. So no schedule has to let time pass, and no wait blocks another
 * caller.
 */
final class SteppedTime {

  private final Replay replay;
  private final IdentityMutant mutant;
  private final ClockReads clockReads;
  private boolean isMeasuring;

  /** When a caller reads its clock. */
  enum ClockReads {
    /** In one step with the call before or after it, so that a lease is as long as it can be. */
    WITH_CALLS,
    /** In a step of its own, so that time may pass before and after it. */
    AS_STEPS
  }

  SteppedTime(Replay replay, IdentityMutant mutant, ClockReads clockReads) {
    this.replay = replay;
    this.mutant = mutant;
    this.clockReads = clockReads;
  }

  /** Starts to measure, and returns how much time has passed since then. */
  Supplier<Duration> start() {
    if (mutant == LeaseMutant.NO_LEASE) {
      return () -> Duration.ZERO;
    }
    isMeasuring = true;
    start(moment(PortCall.Moment.WITH_NEXT_CALL));
    return this::stop;
  }

  private void start(PortCall.Moment moment) {
    replay.local("startClock", moment, system -> system.clocks.start(lease()));
  }

  private Duration stop() {
    isMeasuring = false;
    int seconds =
        replay.local(
            "readClock",
            moment(PortCall.Moment.WITH_PREVIOUS_CALL),
            Integer.class,
            system -> system.clocks.stop(lease()));
    return Duration.ofSeconds(seconds);
  }

  /** Notes that a row was read. */
  void afterRead() {
    if (mutant == LeaseMutant.LEASE_FROM_THE_END_OF_THE_READ && isMeasuring) {
      start(PortCall.Moment.STEP);
    }
  }

  private PortCall.Moment moment(PortCall.Moment withCall) {
    return clockReads == ClockReads.AS_STEPS ? PortCall.Moment.STEP : withCall;
  }

  void pause(Duration duration) {
    if (mutant == LeaseMutant.SET_ACCESS_DOES_NOT_WAIT) {
      return;
    }
    int missing = mutant == LeaseMutant.WAIT_WITHOUT_THE_ADDITIONAL_SECOND ? 1 : 0;
    int seconds = duration.toSecondsPart() - missing;
    replay.local(
        "startPause", PortCall.Moment.WITH_PREVIOUS_CALL, system -> system.clocks.start(pause()));
    replay.local(
        "endPause",
        PortCall.Moment.WITH_NEXT_CALL,
        system -> system.clocks.advance(seconds - system.clocks.stop(pause())));
  }

  private String lease() {
    return "lease of " + replay.caller();
  }

  private String pause() {
    return "pause of " + replay.caller();
  }
}
