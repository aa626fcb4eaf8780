package dev.acstoken.emulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The faults to inject into future requests. Queued faults come first and apply once each; after
 * them, the standing fault applies.
 */
public final class Faults {

  private final Map<Operation, Deque<Fault>> queued = new EnumMap<>(Operation.class);
  private final Map<Operation, Fault> standing = new EnumMap<>(Operation.class);

  Faults() {}

  /** Queues faults for the next requests of this operation, in this order. */
  public synchronized Faults next(Operation operation, Fault... faults) {
    Collections.addAll(queued.computeIfAbsent(operation, any -> new ArrayDeque<>()), faults);
    return this;
  }

  /** Injects this fault into every request of this operation until {@link #clear()}. */
  public synchronized Faults always(Operation operation, Fault fault) {
    standing.put(operation, fault);
    return this;
  }

  /** Injects this fault into every request of every operation until {@link #clear()}. */
  public synchronized Faults always(Fault fault) {
    for (Operation operation : Operation.values()) {
      standing.put(operation, fault);
    }
    return this;
  }

  /** Removes all faults. Requests that a fault has already reached are still affected. */
  public synchronized void clear() {
    queued.clear();
    standing.clear();
  }

  synchronized Optional<Fault> take(Operation operation) {
    Deque<Fault> queue = queued.get(operation);
    Fault fault = queue == null ? null : queue.poll();
    return Optional.ofNullable(fault != null ? fault : standing.get(operation));
  }

  synchronized Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    for (Operation operation : Operation.values()) {
      Map<String, Object> waiting = new LinkedHashMap<>();
      List<Object> next = new ArrayList<>();
      queued.getOrDefault(operation, new ArrayDeque<>()).forEach(fault -> next.add(fault.json()));
      if (!next.isEmpty()) {
        waiting.put("next", next);
      }
      Fault always = standing.get(operation);
      if (always != null) {
        waiting.put("always", always.json());
      }
      if (!waiting.isEmpty()) {
        json.put(operation.wireName(), waiting);
      }
    }
    return json;
  }
}
