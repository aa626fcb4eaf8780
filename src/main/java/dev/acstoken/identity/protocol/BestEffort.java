package dev.acstoken.identity.protocol;

import dev.acstoken.identity.ServiceException;

/** Runs steps whose failure does not fail the request, because {@link Recovery} repeats them. */
public final class BestEffort {

  private BestEffort() {}

  public static void run(Runnable step) {
    try {
      step.run();
    } catch (ServiceException e) {
      // The entry in the intent log makes recovery repeat the step.
    }
  }
}
