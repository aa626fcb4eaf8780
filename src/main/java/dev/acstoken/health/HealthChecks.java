package dev.acstoken.health;

import static java.util.stream.Collectors.toMap;

import dev.acstoken.health.HealthReport.Finding;
import dev.acstoken.identity.IdentityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the dependencies side by side. An answer serves for some seconds, so that probes, which
 * need no credential, cannot be used to load them.
 */
public final class HealthChecks {

  public static final Duration BUDGET = Duration.ofSeconds(3);

  private static final Duration SERVES = Duration.ofSeconds(5);

  private final Map<String, Check> checks;
  private @Nullable HealthReport last;
  private long lastAt;

  public HealthChecks(Map<String, Check> checks) {
    this.checks = checks;
  }

  public synchronized HealthReport report() {
    long now = System.nanoTime();
    if (last == null || now - lastAt > SERVES.toNanos()) {
      last = look();
      lastAt = now;
    }
    return last;
  }

  /** As {@link #report()}, but never an earlier one, and not kept. */
  public HealthReport look() {
    Map<String, CompletableFuture<Finding>> looks =
        checks.entrySet().stream()
            .collect(toMap(Map.Entry::getKey, check -> look(check.getValue())));
    Map<String, Finding> found = new HashMap<>(Map.of(HealthReport.SETTINGS, Finding.WELL));
    looks.forEach((name, look) -> found.put(name, look.join()));
    return new HealthReport(found);
  }

  private static CompletableFuture<Finding> look(Check check) {
    return CompletableFuture.supplyAsync(() -> find(check), HealthChecks::onAThreadOfItsOwn)
        .exceptionally(e -> new Finding(Duration.ZERO, "error"))
        .completeOnTimeout(
            new Finding(BUDGET, "no answer in time"), BUDGET.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Finding find(Check check) {
    long start = System.nanoTime();
    String reason;
    try {
      reason = check.trouble();
    } catch (IdentityException e) {
      reason = e.failure().name().toLowerCase(Locale.ROOT);
    } catch (Exception e) {
      // Not its message, which may quote anything.
      reason = e.getClass().getSimpleName();
    }
    return new Finding(Duration.ofNanos(System.nanoTime() - start), reason);
  }

  // In the common pool checks that wait could keep others from beginning.
  private static void onAThreadOfItsOwn(Runnable check) {
    Thread thread = new Thread(check, "health-check");
    thread.setDaemon(true);
    thread.start();
  }

  /** Looks at one thing that the endpoint needs. */
  public interface Check {

    /**
     * What is wrong with it, in a word or two; empty if nothing.
     *
     * @throws Exception which says by its type what is wrong
     */
    String trouble() throws Exception;
  }
}
