package dev.acstoken.telemetry;

import dev.acstoken.identity.DependencyCall;
import java.time.Duration;
import java.util.Optional;

/** Counts and sums up a request's calls to one dependency. */
final class DependencyCalls {

  private int count;
  private int failures;
  private Duration took = Duration.ZERO;
  private Optional<DependencyCall> last = Optional.empty();

  void add(DependencyCall call) {
    count++;
    failures += call.failed() ? 1 : 0;
    took = took.plus(call.took());
    last = Optional.of(call);
  }

  /** Writes the sums as fields. The dependency's name is the prefix of their names. */
  void write(String name, Logfmt line) {
    line.with(name + "Calls", count)
        .with(name + "Failures", failures)
        .with(name + "Ms", took.toMillis())
        .with(name + "Status", last.map(call -> call.status().orElse(0)).orElse(0))
        .with(name + "RequestId", last.flatMap(DependencyCall::requestId).orElse(""));
  }
}
