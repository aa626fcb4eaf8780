package dev.acstoken.emulator;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Counts per operation. A response is counted before it is sent, so its receiver finds it counted.
 */
public final class Counters {

  private final Map<Operation, OperationCount> counts = new EnumMap<>(Operation.class);

  Counters() {
    reset();
  }

  /** The counts of one operation, all taken at one moment. */
  public synchronized OperationCount of(Operation operation) {
    return counts.getOrDefault(operation, OperationCount.ZERO);
  }

  /** The counts of every operation, all taken at one moment. */
  public synchronized Map<Operation, OperationCount> all() {
    return Collections.unmodifiableMap(new EnumMap<>(counts));
  }

  /** Counts from zero again. */
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
