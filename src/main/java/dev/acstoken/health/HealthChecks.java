package dev.acstoken.health;

import static java.util.stream.Collectors.toMap;

import dev.acstoken.concurrent.DaemonThreads;
import dev.acstoken.identity.ServiceException;
import java.time.Duration;
import java.util.Map;
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

  private static final Duration CACHE_TTL = Duration.ofSeconds(5);

  private final Map<String, HealthCheck> checks;
  private final Map<String, Supplier<String>> notes;
  private @Nullable HealthReport last;
  private long lastAt;

  /**
   * Creates the checks of a service.
   *
   * @param notes facts for operators, by subject. They are in memory, so that a report need not
   *     wait for them.
   */
  public HealthChecks(Map<String, HealthCheck> checks, Map<String, Supplier<String>> notes) {
    this.checks = Map.copyOf(checks);
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
    Map<String, CompletableFuture<CheckResult>> running =
        checks.entrySet().stream()
            .collect(toMap(Map.Entry::getKey, check -> start(check.getValue())));
    return HealthReport.configured(
        running.entrySet().stream()
            .collect(toMap(Map.Entry::getKey, check -> check.getValue().join())));
  }

  // Each check has its own thread: in the common pool, waiting checks could block the others.
  private static CompletableFuture<CheckResult> start(HealthCheck check) {
    return CompletableFuture.supplyAsync(
            () -> run(check), task -> DaemonThreads.start("health-check", task))
        .exceptionally(e -> CheckResult.unhealthy(Duration.ZERO, "error"))
        .completeOnTimeout(
            CheckResult.unhealthy(BUDGET, "timed out"), BUDGET.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static CheckResult run(HealthCheck check) {
    long start = System.nanoTime();
    try {
      var problem = check.check();
      return new CheckResult(since(start), problem);
    } catch (ServiceException e) {
      return CheckResult.unhealthy(since(start), e.code().code());
    } catch (Exception e) {
      // The exception's message may contain secrets, so the report shows only its type.
      return CheckResult.unhealthy(since(start), e.getClass().getSimpleName());
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
