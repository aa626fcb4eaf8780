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

/** The faults that requests will meet. Queued ones come first, each once; then the standing one. */
public final class Faults {

  private final Map<Operation, Deque<Fault>> queued = new EnumMap<>(Operation.class);
  private final Map<Operation, Fault> standing = new EnumMap<>(Operation.class);

  Faults() {}

  /** Queues faults for the next requests of this operation, in this order. */
  public synchronized Faults next(Operation operation, Fault... faults) {
    Collections.addAll(queued.computeIfAbsent(operation, any -> new ArrayDeque<>()), faults);
    return this;
  }

  /** Makes every request of this operation meet this fault until {@link #clear()}. */
  public synchronized Faults always(Operation operation, Fault fault) {
    standing.put(operation, fault);
    return this;
  }

  /** Makes every request of every operation meet this fault until {@link #clear()}. */
  public synchronized Faults always(Fault fault) {
    for (Operation operation : Operation.values()) {
      standing.put(operation, fault);
    }
    return this;
  }

  /** Removes every fault; requests that already met theirs are still affected. */
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
