package dev.acstoken.identity.protocol.modelcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.protocol.modelcheck.Exploration.Pace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for an identity, whatever happens at once and wherever it breaks. */
class SimulationTest {

  /** Of each pair with a fault; the profile "simulation" goes through all of them. */
  private static final int MOST_STATES_OF_PAIRS =
      Integer.getInteger("simulationPairStates", 10_000);

  /** Of each triple. */
  private static final int MOST_STATES = Integer.getInteger("simulationStates", 500);

  @Test
  void everyPairOfOperationsInEveryInterleaving() {
    Totals totals = explore(2, Pace.WITHIN_ITS_BUDGET, 0, Integer.MAX_VALUE);

    assertEquals(0, totals.cutShort);
    totals.print("pairs");
  }

  @Test
  void pairsOfOperationsWithAFaultAtEveryCall() {
    explorePairsWithAFault(Pace.WITHIN_ITS_BUDGET).print("pairs with one fault");
  }

  @Test
  void pairsOfWhichOneIsFrozenForLongerThanASweepIsPatient() {
    explorePairsWithAFault(Pace.FROZEN_AT_WILL).print("pairs frozen at will with one fault");
  }

  private static Totals explorePairsWithAFault(Pace pace) {
    Totals totals = explore(2, pace, 1, MOST_STATES_OF_PAIRS);
    assertTrue(totals.cutShort == 0 || MOST_STATES_OF_PAIRS < Integer.MAX_VALUE);
    return totals;
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
    private double schedules;
    private long states;
    private long lost;
    private int cutShort;

    void add(Exploration.Report report) {
      explorations++;
      schedules += report.schedules();
      states += report.states();
      lost += report.lostIdentities();
      cutShort += report.isCutShort() ? 1 : 0;
    }

    void print(String what) {
      System.out.printf(
          "Simulation, %s: %d explorations (%d cut short), %.1e schedules in %,d states, 0 violations;"
              + " %,d end states with an identity whose id died with its caller%n",
          what, explorations, cutShort, schedules, states, lost);
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
        var unused = Exploration.of(beginning, pair, breakage, Pace.WITHIN_ITS_BUDGET, 1, 10_000);
      }
    }
  }
}
