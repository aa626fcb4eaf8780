package dev.acstoken.client;

/** Threads that do not keep the JVM running. */
final class Daemon {

  private Daemon() {}

  static Thread of(Runnable task) {
    var thread = new Thread(task, "acs-token");
    thread.setDaemon(true);
    return thread;
  }

  static void start(Runnable task) {
    of(task).start();
  }
}
