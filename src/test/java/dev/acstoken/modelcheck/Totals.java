package dev.acstoken.modelcheck;

/** The extent of several explorations. */
final class Totals {

  private int explorations;
  private double schedules;
  private long states;
  private long lost;
  private int cutShort;

  void add(ModelChecker.Report report) {
    explorations++;
    schedules += report.schedules();
    states += report.states();
    lost += report.lostIdentities();
    cutShort += report.isCutShort() ? 1 : 0;
  }

  /** Returns the number of explorations that were cut short. */
  int cutShort() {
    return cutShort;
  }

  void print(String label) {
    System.out.printf(
        "Model checker, %s: %d explorations (%d cut short), %.1e schedules in %,d states, 0 violations;"
            + " %,d end states with an identity whose id was lost%n",
        label, explorations, cutShort, schedules, states, lost);
  }
}
