package dev.acstoken.concurrent;

import java.util.concurrent.ThreadFactory;

/** Threads that do not keep the process alive. */
public final class DaemonThreads {

  private DaemonThreads() {}

  /** Returns a factory of daemon threads that all have this name. */
  public static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Runs the task on a daemon thread of its own. */
  public static void start(String name, Runnable task) {
    named(name).newThread(task).start();
  }
}
