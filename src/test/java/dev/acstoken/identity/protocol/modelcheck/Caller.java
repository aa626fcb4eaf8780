package dev.acstoken.identity.protocol.modelcheck;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run of an operation, as far as it has come. Where it stands follows from what its ports
 * answered so far.
 */
final class Caller {

  private final String name;
  private final Operation operation;
  private final Mutant mutant;
  private final InitialState initialState;
  private final List<PortResponse> responses;
  private final boolean hasCrashed;

  /** The tokens that were in use when it began. */
  private final Set<AccessToken> inUseAtBeginning;

  private final Optional<PortCall> pending;
  private final Optional<Operation.Result> result;
  private final Optional<ErrorCode> failure;

  private Caller(
      String name,
      Operation operation,
      Mutant mutant,
      InitialState initialState,
      List<PortResponse> responses,
      boolean hasCrashed,
      Set<AccessToken> inUseAtBeginning) {
    this.name = name;
    this.operation = operation;
    this.mutant = mutant;
    this.initialState = initialState;
    this.responses = responses;
    this.hasCrashed = hasCrashed;
    this.inUseAtBeginning = inUseAtBeginning;
    PortCall call = null;
    Operation.Result answered = null;
    ErrorCode failed = null;
    if (!hasCrashed) {
      try {
        answered =
            operation.run(
                new Operation.Domain(
                    new SteppedPorts(name, responses, mutant), initialState.past()));
      } catch (SteppedPorts.PendingCall stop) {
        call = stop.call();
      } catch (ServiceException e) {
        failed = e.code();
      }
    }
    this.pending = Optional.ofNullable(call);
    this.result = Optional.ofNullable(answered);
    this.failure = Optional.ofNullable(failed);
  }

  static Caller of(String name, Operation operation, Mutant mutant, InitialState initialState) {
    return new Caller(name, operation, mutant, initialState, List.of(), false, Set.of());
  }

  String name() {
    return name;
  }

  Operation operation() {
    return operation;
  }

  /** The call that it stands before; empty if it has come to an end. */
  Optional<PortCall> pending() {
    return pending;
  }

  Optional<Operation.Result> result() {
    return result;
  }

  Optional<ErrorCode> failure() {
    return failure;
  }

  boolean hasCrashed() {
    return hasCrashed;
  }

  Set<AccessToken> inUseAtBeginning() {
    return inUseAtBeginning;
  }

  /** The caller after its pending call met its outcome, which changes the state. */
  Caller step(CallOutcome outcome, SystemState system) {
    PortCall call = pending.orElseThrow();
    Set<AccessToken> inUse = responses.isEmpty() ? Set.copyOf(system.released) : inUseAtBeginning;
    Object value = outcome.hasEffect() ? call.effect().apply(system) : "none";
    List<PortResponse> more = new ArrayList<>(responses);
    more.add(
        outcome == CallOutcome.SUCCEEDS
            ? PortResponse.of(value)
            : PortResponse.failed(call.failure()));
    return new Caller(
        name, operation, mutant, initialState, List.copyOf(more), outcome.isCrash(), inUse);
  }

  @Override
  public boolean equals(@Nullable Object object) {
    return object instanceof Caller other
        && name.equals(other.name)
        && operation == other.operation
        && hasCrashed == other.hasCrashed
        && responses.equals(other.responses)
        && inUseAtBeginning.equals(other.inUseAtBeginning);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, responses, hasCrashed);
  }
}
