package dev.acstoken.identity.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.simulation.Exploration.Pace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for an identity, whatever happens at once and wherever it breaks. */
class SimulationTest {

  /** Of each triple; -DsimulationStates=100000 goes further. */
  private static final int MOST_STATES = Integer.getInteger("simulationStates", 2_000);

  @Test
  void everyPairOfOperationsInEveryInterleavingWithAFaultAtEveryCall() {
    Totals totals = explore(2, Pace.WITHIN_ITS_BUDGET, 1, Integer.MAX_VALUE);

    assertFalse(totals.isCutShort);
    totals.print("pairs with one fault");
  }

  @Test
  void pairsOfWhichOneIsFrozenForLongerThanASweepIsPatient() {
    Totals totals = explore(2, Pace.FROZEN_AT_WILL, 1, Integer.MAX_VALUE);

    assertFalse(totals.isCutShort);
    totals.print("pairs frozen at will with one fault");
  }

  @Test
  void triplesOfOperations() {
    explore(3, Pace.WITHIN_ITS_BUDGET, 0, MOST_STATES).print("triples");
    explore(3, Pace.WITHIN_ITS_BUDGET, 1, MOST_STATES).print("triples with one fault");
  }

  private static Totals explore(int callers, Pace pace, int faults, int mostStates) {
    Totals totals = new Totals();
    for (Beginning beginning : Beginning.values()) {
      for (List<Act> acts : choose(callers)) {
        totals.add(Exploration.of(beginning, acts, Breakage.NONE, pace, faults, mostStates));
      }
    }
    return totals;
  }

  private static List<List<Act>> choose(int size) {
    List<List<Act>> chosen = List.of(List.of());
    for (int i = 0; i < size; i++) {
      List<List<Act>> longer = new ArrayList<>();
      for (List<Act> acts : chosen) {
        for (Act act : Act.values()) {
          if (acts.isEmpty() || acts.get(acts.size() - 1).compareTo(act) <= 0) {
            List<Act> more = new ArrayList<>(acts);
            more.add(act);
            longer.add(List.copyOf(more));
          }
        }
      }
      chosen = longer;
    }
    return chosen;
  }

  private static final class Totals {
    private int explorations;
    private long schedules;
    private long states;
    private long lost;
    private boolean isCutShort;

    void add(Exploration.Report report) {
      explorations++;
      schedules += report.schedules();
      states += report.states();
      lost += report.lostIdentities();
      isCutShort |= report.isCutShort();
    }

    void print(String what) {
      System.out.printf(
          "Simulation, %s: %d explorations, %,d schedules in %,d states%s, 0 violations;"
              + " %,d end states with an identity whose id died with its caller%n",
          what, explorations, schedules, states, isCutShort ? " (cut short)" : "", lost);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aBreakageIsFoundAndItsScheduleRepeatsIt(Breakage breakage) {
    Violation found = assertThrows(Violation.class, () -> explorePairs(breakage));

    String text = String.valueOf(found.getMessage());
    System.out.println("Simulation, " + breakage + ": " + text);
    String schedule = text.substring(text.indexOf("schedule: ") + "schedule: ".length());
    Violation again =
        assertThrows(Violation.class, () -> Exploration.repeat(Schedule.parse(schedule)));
    assertEquals(text.lines().findFirst(), String.valueOf(again.getMessage()).lines().findFirst());
    assertTrue(schedule.contains(breakage.name()));
  }

  private static void explorePairs(Breakage breakage) {
    for (Beginning beginning : Beginning.values()) {
      for (List<Act> pair : choose(2)) {
        var unused = Exploration.of(beginning, pair, breakage, Pace.WITHIN_ITS_BUDGET, 1, 50_000);
      }
    }
  }
}
