package dev.acstoken.devhost;

import dev.acstoken.devhost.LocalIssuer.Outage;
import org.jspecify.annotations.Nullable;

/** Holds requests up while their server pretends to be down. */
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
   * Returns true when a request may proceed, at once or after a silent outage; false when it is
   * rejected.
   */
  synchronized boolean passed() throws InterruptedException {
    while (current == Outage.SILENT) {
      wait();
    }
    return current == null;
  }
}
