package dev.acstoken;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the dependencies side by side. An answer serves for some seconds, so that probes, which
 * need no credential, cannot be used to load them.
 */
final class HealthChecks {

  static final Duration BUDGET = Duration.ofSeconds(3);

  private static final Duration SERVES = Duration.ofSeconds(5);

  private final Map<String, BooleanSupplier> checks;
  private @Nullable HealthReport last;
  private long lastAt;

  HealthChecks(Map<String, BooleanSupplier> checks) {
    this.checks = checks;
  }

  synchronized HealthReport report() {
    long now = System.nanoTime();
    if (last == null || now - lastAt > SERVES.toNanos()) {
      last = look();
      lastAt = now;
    }
    return last;
  }

  private HealthReport look() {
    Map<String, CompletableFuture<Boolean>> looks =
        checks.entrySet().stream()
            .collect(toMap(Map.Entry::getKey, check -> look(check.getValue())));
    Map<String, Boolean> found = new HashMap<>(Map.of("settings", true));
    looks.forEach((name, look) -> found.put(name, look.join()));
    return new HealthReport(found);
  }

  private static CompletableFuture<Boolean> look(BooleanSupplier check) {
    return CompletableFuture.supplyAsync(check::getAsBoolean, HealthChecks::onAThreadOfItsOwn)
        .exceptionally(e -> false)
        .completeOnTimeout(false, BUDGET.toMillis(), TimeUnit.MILLISECONDS);
  }

  // In the common pool checks that wait could keep others from beginning.
  private static void onAThreadOfItsOwn(Runnable check) {
    Thread thread = new Thread(check, "health-check");
    thread.setDaemon(true);
    thread.start();
  }
}
