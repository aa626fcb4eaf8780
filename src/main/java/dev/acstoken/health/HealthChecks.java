package dev.acstoken.health;

import static java.util.stream.Collectors.toMap;

import dev.acstoken.concurrent.DaemonThreads;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks the dependencies in parallel. A report is cached for a few seconds, because health probes
 * need no credential and could otherwise be used to overload the dependencies.
 */
public final class HealthChecks {

  /** The longest time that a check may take. */
  public static final Duration BUDGET = Duration.ofSeconds(3);

  /** How long a report is cached, so that an earlier request gets the same one. */
  public static final Duration CACHE_TTL = Duration.ofSeconds(5);

  private final List<HealthCheck> checks;
  private final Map<String, Supplier<String>> notes;
  private @Nullable HealthReport last;
  private long lastAt;

  /**
   * Creates the checks of a service.
   *
   * @param notes facts for operators, by subject. They are in memory, so that a report need not
   *     wait for them.
   */
  public HealthChecks(List<HealthCheck> checks, Map<String, Supplier<String>> notes) {
    this.checks = List.copyOf(checks);
    this.notes = Map.copyOf(notes);
  }

  /** Returns a report whose results are at most a few seconds old. Its notes are current. */
  public synchronized HealthReport report() {
    long now = System.nanoTime();
    if (last == null || now - lastAt > CACHE_TTL.toNanos()) {
      last = runChecks();
      lastAt = now;
    }
    return last.withNotes(
        notes.entrySet().stream().collect(toMap(Map.Entry::getKey, note -> note.getValue().get())));
  }

  /** Runs the checks now, without using or filling the cache. */
  public HealthReport runChecks() {
    List<Running> running = checks.stream().map(HealthChecks::start).toList();
    return HealthReport.configured(
        running.stream()
            .collect(toMap(Running::name, check -> check.result().join(), CheckResult::and)));
  }

  // Each check has its own thread: in the common pool, waiting checks could block the others.
  private static Running start(HealthCheck check) {
    return new Running(
        check.name(),
        CompletableFuture.supplyAsync(
                () -> run(check), task -> DaemonThreads.start("health-check", task))
            .exceptionally(e -> failed(check, Duration.ZERO, HealthProblem.outage("error")))
            .completeOnTimeout(
                failed(check, BUDGET, HealthProblem.outage("timed out")),
                BUDGET.toMillis(),
                TimeUnit.MILLISECONDS));
  }

  private static CheckResult run(HealthCheck check) {
    long start = System.nanoTime();
    try {
      Optional<HealthProblem> problem = check.probe().problem();
      return CheckResult.of(since(start), problem.map(it -> it.about(check.subject())));
    } catch (ServiceException e) {
      return failed(check, since(start), problem(e));
    } catch (Exception e) {
      // The exception's message may contain secrets, so the report shows only its type.
      return failed(check, since(start), HealthProblem.outage(e.getClass().getSimpleName()));
    }
  }

  private static CheckResult failed(HealthCheck check, Duration took, HealthProblem problem) {
    return CheckResult.unhealthy(took, problem.about(check.subject()));
  }

  private static HealthProblem problem(ServiceException e) {
    String code = e.code().code();
    return new HealthProblem(
        e.logMessage().orElse(code), code.equals(ErrorCode.MISCONFIGURED.code()));
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private record Running(String name, CompletableFuture<CheckResult> result) {}
}
