package dev.acstoken.modelcheck;

/** How long a running caller may take. */
enum TimingAssumption {
  /**
   * At most its time budget, which the code enforces. The recovery never treats it as interrupted.
   */
  WITHIN_ITS_BUDGET,
  /** Longer than the recovery's grace period, as if its machine had been suspended. */
  FROZEN_AT_WILL
}
