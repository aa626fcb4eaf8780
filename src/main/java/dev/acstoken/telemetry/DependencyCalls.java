package dev.acstoken.telemetry;

import dev.acstoken.identity.DependencyCall;
import java.time.Duration;

/** The calls of a request to one dependency, taken together. */
final class DependencyCalls {

  private int count;
  private int failures;
  private Duration took = Duration.ZERO;
  private int lastStatus;
  private String lastRequestId = "";

  void add(DependencyCall call) {
    count++;
    failures += call.failed() ? 1 : 0;
    took = took.plus(call.took());
    lastStatus = call.status();
    lastRequestId = call.requestId();
  }

  /** Writes them as fields whose names begin with the dependency's. */
  void write(String name, EventLine line) {
    line.with(name + "Calls", count)
        .with(name + "ErrorTranslator", failures)
        .with(name + "Ms", took.toMillis())
        .with(name + "Status", lastStatus)
        .with(name + "RequestId", lastRequestId);
  }
}
