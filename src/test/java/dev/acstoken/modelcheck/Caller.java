package dev.acstoken.modelcheck;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run of an operation, up to its next port call. Its position follows from the responses that
 * its ports have returned so far.
 *
 * <p>Callers form a tree: a step with the same outcome and response leads to the same object, so
 * the operation runs once for each position, and equal callers are identical.
 *
 * @param <O> the operations of the model
 */
final class Caller<O extends Enum<O>> {

  private final String name;
  private final O operation;
  private final Model<O> model;
  private final Instant clock;
  private final List<PortResponse> responses;
  private final boolean hasCrashed;

  private final AtStart atStart;

  private final Optional<PortCall> pending;
  private final Optional<Result> result;
  private final Optional<ErrorCode> failure;
  private final Map<Step, Caller<O>> steps = new HashMap<>();

  /** The properties that distinguish the callers after a step. */
  private record Step(PortResponse response, boolean isCrash, AtStart atStart) {}

  private Caller(
      String name,
      O operation,
      Model<O> model,
      Instant clock,
      List<PortResponse> responses,
      boolean hasCrashed,
      AtStart atStart) {
    this.name = name;
    this.operation = operation;
    this.model = model;
    this.clock = clock;
    this.responses = responses;
    this.hasCrashed = hasCrashed;
    this.atStart = atStart;
    PortCall call = null;
    Result returned = null;
    ErrorCode failed = null;
    if (!hasCrashed) {
      try {
        returned = model.run(operation, new Replay(name, responses), clock);
      } catch (Replay.PendingCall stop) {
        call = stop.call();
      } catch (ServiceException e) {
        failed = e.code();
      }
    }
    this.pending = Optional.ofNullable(call);
    this.result = Optional.ofNullable(returned);
    this.failure = Optional.ofNullable(failed);
  }

  /**
   * Returns a caller at the start of an operation.
   *
   * @param clock the time at which it runs
   */
  static <O extends Enum<O>> Caller<O> of(String name, O operation, Model<O> model, Instant clock) {
    return new Caller<>(name, operation, model, clock, List.of(), false, AtStart.ANY);
  }

  String name() {
    return name;
  }

  O operation() {
    return operation;
  }

  /** Returns the call that the caller makes next; empty if it has finished or crashed. */
  Optional<PortCall> pending() {
    return pending;
  }

  Optional<Result> result() {
    return result;
  }

  Optional<ErrorCode> failure() {
    return failure;
  }

  boolean hasCrashed() {
    return hasCrashed;
  }

  AtStart atStart() {
    return atStart;
  }

  /**
   * Returns the caller before its next step, after the calls that happen at the beginning of that
   * step.
   */
  Caller<O> beforeStep(SystemState system) {
    return makeCalls(PortCall.Moment.WITH_NEXT_CALL, system);
  }

  /**
   * Applies the outcome of the pending call to the system, and returns the caller after it. The
   * calls that happen in the same step succeed.
   */
  Caller<O> step(CallOutcome outcome, SystemState system) {
    Caller<O> before = beforeStep(system);
    return before.pending.isEmpty()
        ? before
        : before.makeCall(outcome, system).makeCalls(PortCall.Moment.WITH_PREVIOUS_CALL, system);
  }

  private Caller<O> makeCalls(PortCall.Moment moment, SystemState system) {
    Caller<O> caller = this;
    while (caller.pending.isPresent() && caller.pending.get().moment() == moment) {
      caller = caller.makeCall(CallOutcome.SUCCEEDS, system);
    }
    return caller;
  }

  private Caller<O> makeCall(CallOutcome outcome, SystemState system) {
    PortCall call = pending.orElseThrow();
    AtStart start = responses.isEmpty() ? model.observe(operation, system) : atStart;
    PortResponse response = respond(call, outcome, system);
    return steps.computeIfAbsent(new Step(response, outcome.isCrash(), start), this::after);
  }

  private static PortResponse respond(PortCall call, CallOutcome outcome, SystemState system) {
    if (outcome == CallOutcome.IS_DENIED) {
      return PortResponse.of(call.denial().orElseThrow().apply(system));
    }
    Object value = outcome.hasEffect() ? call.effect().apply(system) : "none";
    return outcome == CallOutcome.SUCCEEDS
        ? PortResponse.of(value)
        : PortResponse.failed(call.failure().orElseThrow());
  }

  private Caller<O> after(Step step) {
    List<PortResponse> more = new ArrayList<>(responses);
    more.add(step.response());
    return new Caller<>(
        name, operation, model, clock, List.copyOf(more), step.isCrash(), step.atStart());
  }
}
