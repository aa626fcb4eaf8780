package dev.acstoken.concurrent;

import java.util.concurrent.ThreadFactory;

/** Creates threads that do not keep the process alive. */
public final class DaemonThreads {

  private DaemonThreads() {}

  /** Returns a factory of daemon threads that all have the given name. */
  public static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /** Starts a new daemon thread that runs the task. */
  public static void start(String name, Runnable task) {
    named(name).newThread(task).start();
  }
}
