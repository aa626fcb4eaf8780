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
final class FaultScript {

  private final Map<String, Runnable> before = new HashMap<>();
  private final Map<String, Runnable> after = new HashMap<>();
  private final List<String> log = new CopyOnWriteArrayList<>();

  FaultScript before(String call, Runnable action) {
    before.put(call, action);
    return this;
  }

  FaultScript after(String call, Runnable action) {
    after.put(call, action);
    return this;
  }

  /** Returns the names of the calls so far. */
  List<String> log() {
    return List.copyOf(log);
  }

  void clearLog() {
    log.clear();
  }

  static Runnable failing(ErrorCode failure) {
    return () -> {
      throw new ServiceException(failure, "Injected by a test.");
    };
  }

  <T> T step(String call, Supplier<T> step) {
    log.add(call);
    run(before, call);
    T result = step.get();
    run(after, call);
    return result;
  }

  void step(String call, Runnable step) {
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
}
