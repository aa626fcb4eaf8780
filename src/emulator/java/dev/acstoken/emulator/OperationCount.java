package dev.acstoken.emulator;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The counts of one operation.
 *
 * @param received requests received
 * @param effects requests that took effect, whether or not a response was sent
 * @param unanswered requests whose connection was closed without a response
 * @param statuses responses by status
 */
public record OperationCount(
    long received, long effects, long unanswered, SortedMap<Integer, Long> statuses) {

  static final OperationCount ZERO = new OperationCount(0, 0, 0, new TreeMap<>());

  /** Copies the statuses. */
  public OperationCount {
    statuses = Collections.unmodifiableSortedMap(new TreeMap<>(statuses));
  }

  /** Returns the number of responses with this status. */
  public long status(int status) {
    return statuses.getOrDefault(status, 0L);
  }

  OperationCount plusReceived() {
    return new OperationCount(received + 1, effects, unanswered, statuses);
  }

  OperationCount plusEffect() {
    return new OperationCount(received, effects + 1, unanswered, statuses);
  }

  OperationCount plusUnanswered() {
    return new OperationCount(received, effects, unanswered + 1, statuses);
  }

  OperationCount plusStatus(int status) {
    SortedMap<Integer, Long> more = new TreeMap<>(statuses);
    more.merge(status, 1L, Long::sum);
    return new OperationCount(received, effects, unanswered, more);
  }

  Map<String, Object> json() {
    Map<String, Object> byStatus = new LinkedHashMap<>();
    statuses.forEach((status, count) -> byStatus.put(Integer.toString(status), count));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("received", received);
    json.put("effects", effects);
    json.put("unanswered", unanswered);
    json.put("statuses", byStatus);
    return json;
  }
}
