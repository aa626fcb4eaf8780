package dev.acstoken.modelcheck;

import java.time.Instant;
import java.util.List;

/**
 * A protocol that the model checker explores, from one initial state and with one mutant.
 *
 * @param <O> the operations of the protocol
 */
interface Model<O extends Enum<O>> {

  /** Returns the state before the callers start. It must not be changed. */
  SystemState start();

  /** Returns how long a running caller may take. */
  TimingAssumption timing();

  /** Returns the time at which a caller runs the operation. */
  Instant clockOf(O operation);

  /** Returns what an operation finds that makes its first call now. */
  AtStart observe(O operation, SystemState system);

  /**
   * Runs an operation of the real domain in a process of its own.
   *
   * @param replay makes the calls of the operation's ports
   * @param clock the time at which it runs
   */
  Result run(O operation, Replay replay, Instant clock);

  /** Records the result that a caller has just returned, and checks it. */
  void accept(Caller<O> caller, SystemState system);

  /** Checks what holds at any moment, also while the system comes to rest. */
  void checkAlways(SystemState system);

  /** Checks what holds at any moment while the callers run. */
  void checkWhileRunning(SystemState system);

  /**
   * Brings a system to rest whose callers have ended, and checks it.
   *
   * @return the number of identities whose id was lost with their caller
   */
  int checkAtRest(List<Caller<O>> callers, SystemState system, SequentialRuns<O> runs);

  /** Returns a schedule of this model. */
  Schedule schedule(List<O> operations, List<Schedule.Step> steps);
}
