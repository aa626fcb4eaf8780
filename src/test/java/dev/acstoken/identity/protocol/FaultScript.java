package dev.acstoken.identity.protocol;

import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Records the calls of the ports in order, and lets a test inject actions around them. An action
 * runs once, before or after the next call with a given name. An action that throws simulates a
 * call that failed before, or after, it took effect.
 */
public final class FaultScript {

  private final Map<String, Runnable> before = new HashMap<>();
  private final Map<String, Runnable> after = new HashMap<>();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private int steps;
  private int lastStep = Integer.MAX_VALUE;
  private boolean lastStepHasEffect;

  public FaultScript before(String call, Runnable action) {
    before.put(call, action);
    return this;
  }

  public FaultScript after(String call, Runnable action) {
    after.put(call, action);
    return this;
  }

  /**
   * Ends the process in the nth step from now on: that step, and every later one, fails with a
   * {@link ProcessDeath}.
   *
   * @param hasEffect whether the nth step takes effect
   */
  public void dieInStep(int n, boolean hasEffect) {
    steps = 0;
    lastStep = n;
    lastStepHasEffect = hasEffect;
  }

  /** Returns the names of the calls so far. */
  public List<String> log() {
    return List.copyOf(log);
  }

  public void clearLog() {
    log.clear();
  }

  public static Runnable failing(ErrorCode failure) {
    return () -> {
      throw new ServiceException(failure, "Injected by a test.");
    };
  }

  /** Returns an action that ends the process. */
  public static Runnable dying() {
    return () -> {
      throw new ProcessDeath();
    };
  }

  public <T> T step(String call, Supplier<T> step) {
    log.add(call);
    steps++;
    if (steps > lastStep || (steps == lastStep && !lastStepHasEffect)) {
      throw new ProcessDeath();
    }
    run(before, call);
    T result = step.get();
    run(after, call);
    if (steps >= lastStep) {
      throw new ProcessDeath();
    }
    return result;
  }

  public void step(String call, Runnable step) {
    step(
        call,
        () -> {
          step.run();
          return call;
        });
  }

  private static void run(Map<String, Runnable> actions, String call) {
    Runnable action;
    synchronized (actions) {
      action = actions.remove(call);
    }
    if (action != null) {
      action.run();
    }
  }

  /** Is thrown by the calls of a process that has ended, so that nothing handles it. */
  public static final class ProcessDeath extends Error {

    private static final long serialVersionUID = 1L;
  }
}
