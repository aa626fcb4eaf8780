package dev.acstoken.emulator;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The counts of requests and responses per operation. A response is counted before it is sent, so a
 * client that has received it finds it counted.
 */
public final class Counters {

  private final Map<Operation, OperationCount> counts = new EnumMap<>(Operation.class);

  Counters() {
    reset();
  }

  /** Returns a consistent snapshot of one operation's counts. */
  public synchronized OperationCount of(Operation operation) {
    return counts.getOrDefault(operation, OperationCount.ZERO);
  }

  /** Returns a consistent snapshot of every operation's counts. */
  public synchronized Map<Operation, OperationCount> all() {
    return Collections.unmodifiableMap(new EnumMap<>(counts));
  }

  /** Resets all counts to zero. */
  public synchronized void reset() {
    for (Operation operation : Operation.values()) {
      counts.put(operation, OperationCount.ZERO);
    }
  }

  void received(Operation operation) {
    change(operation, OperationCount::plusReceived);
  }

  void effect(Operation operation) {
    change(operation, OperationCount::plusEffect);
  }

  void unanswered(Operation operation) {
    change(operation, OperationCount::plusUnanswered);
  }

  void status(Operation operation, int status) {
    change(operation, count -> count.plusStatus(status));
  }

  private synchronized void change(Operation operation, UnaryOperator<OperationCount> change) {
    counts.put(operation, change.apply(of(operation)));
  }
}
