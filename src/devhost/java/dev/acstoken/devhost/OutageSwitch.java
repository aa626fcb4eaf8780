package dev.acstoken.devhost;

import dev.acstoken.devhost.LocalIssuer.Outage;
import org.jspecify.annotations.Nullable;

/** Holds or rejects requests while a server simulates an outage. */
final class OutageSwitch {
  private @Nullable Outage current;

  synchronized void begin(Outage outage) {
    current = outage;
    notifyAll();
  }

  synchronized void end() {
    current = null;
    notifyAll();
  }

  /**
   * Returns true when a request may proceed, immediately or after a silent outage, and false when
   * it is rejected.
   */
  synchronized boolean passed() throws InterruptedException {
    while (current == Outage.SILENT) {
      wait();
    }
    return current == null;
  }
}
