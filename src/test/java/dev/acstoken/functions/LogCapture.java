package dev.acstoken.functions;

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

/** What the functions log during a test, as the worker passes it on: messages, not formatted. */
final class LogCapture extends Handler implements BeforeEachCallback, AfterEachCallback {

  // Where every function's logger stands below, in the development host as in the Functions host.
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

  /** The lines of one request. */
  List<String> lines(EndpointResponse reply) {
    return lines().stream()
        .filter(it -> it.contains("requestId=" + reply.header("x-request-id")))
        .toList();
  }

  /** All lines that begin so. */
  List<String> linesOf(String beginning) {
    return lines().stream().filter(it -> it.startsWith(beginning)).toList();
  }

  /** The request's one event. */
  Map<String, String> event(EndpointResponse reply) {
    var events = lines(reply).stream().filter(it -> it.startsWith("event=request ")).toList();
    assertTrue(events.size() == 1, () -> "one event of the request, not " + events);
    return fields(events.get(0));
  }

  /** The request's changes, in their order. */
  List<Map<String, String>> audit(EndpointResponse reply) {
    return lines(reply).stream()
        .filter(it -> it.startsWith("event=audit "))
        .map(LogCapture::fields)
        .toList();
  }

  /** The level that the request's event was logged with. */
  Level level(EndpointResponse reply) {
    var line = lines(reply).stream().filter(it -> it.startsWith("event=request ")).toList();
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
      assertTrue(nameAndValue.length == 2, () -> "a pair: " + pair + " in " + line);
      assertTrue(fields.put(nameAndValue[0], nameAndValue[1]) == null, () -> "twice in " + line);
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
