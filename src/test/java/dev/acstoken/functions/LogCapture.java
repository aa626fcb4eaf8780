package dev.acstoken.functions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Captures what the functions log during a test, as unformatted messages, which is what the worker
 * forwards.
 */
final class LogCapture extends Handler implements BeforeEachCallback, AfterEachCallback {

  // The parent of every function's logger, in the development host and in the Functions host.
  private static final Logger FUNCTIONS = Logger.getLogger("Function");

  private final List<LogRecord> records = Collections.synchronizedList(new ArrayList<>());

  @Override
  public void beforeEach(ExtensionContext context) {
    FUNCTIONS.setLevel(Level.ALL);
    FUNCTIONS.setUseParentHandlers(false);
    FUNCTIONS.addHandler(this);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    FUNCTIONS.removeHandler(this);
    FUNCTIONS.setUseParentHandlers(true);
    FUNCTIONS.setLevel(Level.OFF);
    records.clear();
  }

  /** Returns the lines of one request. */
  List<String> lines(EndpointResponse response) {
    return lines().stream()
        .filter(it -> it.contains("requestId=" + response.header("x-request-id")))
        .toList();
  }

  /** Returns all lines that start with the prefix. */
  List<String> linesOf(String prefix) {
    return lines().stream().filter(it -> it.startsWith(prefix)).toList();
  }

  /** Returns the event of a request, and asserts that there is exactly one. */
  Map<String, String> event(EndpointResponse response) {
    var events = lines(response).stream().filter(it -> it.startsWith("event=request ")).toList();
    assertTrue(events.size() == 1, () -> "Expected one event of the request, not " + events);
    return fields(events.get(0));
  }

  /** Returns the changes of a request, in order: its audit and the token that it returned. */
  List<Map<String, String>> changes(EndpointResponse response) {
    List<Map<String, String>> changes = new ArrayList<>(audit(response));
    Map<String, String> request = new LinkedHashMap<>(event(response));
    if (!"".equals(request.get("change"))) {
      assertEquals("ok", request.put("outcome", "done"));
      changes.add(request);
    }
    return changes;
  }

  /** Returns the changes of a request that have an event of their own, in order. */
  List<Map<String, String>> audit(EndpointResponse response) {
    return lines(response).stream()
        .filter(it -> it.startsWith("event=audit "))
        .map(LogCapture::fields)
        .toList();
  }

  /** Returns the level at which the event of a request was logged. */
  Level level(EndpointResponse response) {
    var line = lines(response).stream().filter(it -> it.startsWith("event=request ")).toList();
    synchronized (records) {
      return records.stream()
          .filter(it -> line.contains(it.getMessage()))
          .map(LogRecord::getLevel)
          .findFirst()
          .orElseThrow();
    }
  }

  static Map<String, String> fields(String line) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String pair : line.split(" ", -1)) {
      var nameAndValue = pair.split("=", -1);
      assertTrue(nameAndValue.length == 2, () -> "Not a name=value pair: " + pair + " in " + line);
      assertTrue(
          fields.put(nameAndValue[0], nameAndValue[1]) == null, () -> "Duplicate name in " + line);
    }
    return fields;
  }

  private List<String> lines() {
    synchronized (records) {
      return records.stream().map(LogRecord::getMessage).toList();
    }
  }

  @Override
  public void publish(LogRecord written) {
    records.add(written);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
