package dev.acstoken.modelcheck;

import dev.acstoken.identity.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes the calls of one caller's ports. It replays the responses that the caller has received so
 * far, and throws {@link PendingCall} at the first call that has no response yet. Running the
 * operation again therefore brings a caller to its current position without a thread.
 */
final class Replay {

  /** Thrown at the first call that has no response yet. */
  static final class PendingCall extends Error {
    private static final long serialVersionUID = 1L;

    private final transient PortCall call;

    private PendingCall(PortCall call) {
      super(call.name(), null, false, false);
      this.call = call;
    }

    PortCall call() {
      return call;
    }
  }

  private final String caller;
  private final List<PortResponse> responses;
  private int next;
  private Optional<SystemState> past = Optional.empty();

  Replay(String caller, List<PortResponse> responses) {
    this.caller = caller;
    this.responses = responses;
  }

  /** Returns the name of the caller. */
  String caller() {
    return caller;
  }

  /**
   * Returns a name for something that the next call creates. It consists of the caller and its
   * position, so schedules that do the same in a different order lead to equal states.
   */
  String newName() {
    return caller + next;
  }

  /** Makes calls against an earlier state. They do not count as calls of the caller. */
  void inThePast(SystemState earlierState, Runnable calls) {
    past = Optional.of(earlierState);
    calls.run();
    past = Optional.empty();
  }

  /** Makes a call to ACS that ACS cannot deny. */
  <T> T acs(String name, Class<T> type, Function<SystemState, Object> effect) {
    return call(PortCall.of(name, ErrorCode.ACS_UNAVAILABLE, effect), type);
  }

  /** Makes a call to ACS in response to which ACS may deny that it knows the identity. */
  <T> T acs(
      String name,
      Class<T> type,
      Function<SystemState, Object> effect,
      Function<SystemState, Object> denial) {
    return call(PortCall.of(name, ErrorCode.ACS_UNAVAILABLE, effect, denial), type);
  }

  /** Makes a call to the table. */
  <T> T table(String name, Class<T> type, Function<SystemState, Object> effect) {
    return call(PortCall.of(name, ErrorCode.STORAGE_UNAVAILABLE, effect), type);
  }

  /** Makes a call to the table that returns nothing. */
  void tableDo(String name, Consumer<SystemState> effect) {
    var unused = table(name, Boolean.class, done(effect));
  }

  /** Makes a call that stays in the caller's process. */
  <T> T local(
      String name, PortCall.Moment moment, Class<T> type, Function<SystemState, Object> effect) {
    return call(PortCall.local(name, moment, effect), type);
  }

  /** Makes a call that stays in the caller's process and returns nothing. */
  void local(String name, PortCall.Moment moment, Consumer<SystemState> effect) {
    var unused = local(name, moment, Boolean.class, done(effect));
  }

  private static Function<SystemState, Object> done(Consumer<SystemState> effect) {
    return system -> {
      effect.accept(system);
      return true;
    };
  }

  private <T> T call(PortCall call, Class<T> type) {
    if (past.isPresent()) {
      return type.cast(call.effect().apply(past.get()));
    }
    if (next == responses.size()) {
      throw new PendingCall(call);
    }
    return type.cast(responses.get(next++).get());
  }
}
