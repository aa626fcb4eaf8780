package dev.acstoken.identity.protocol.modelcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.identity.protocol.modelcheck.ModelChecker.TimingAssumption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Verifies that the invariants of the identity lifecycle hold in every explored schedule. */
class ModelCheckerTest {

  /** The bound for each pair with a fault. The profile {@code modelcheck} explores without it. */
  private static final int MAX_STATES_OF_PAIRS = Integer.getInteger("modelPairStates", 10_000);

  /** The bound for each triple. */
  private static final int MAX_STATES = Integer.getInteger("modelStates", 500);

  @Test
  void pairsOfOperationsKeepTheInvariantsInEveryInterleaving() {
    Totals totals = explore(2, TimingAssumption.WITHIN_ITS_BUDGET, 0, Integer.MAX_VALUE);

    assertEquals(0, totals.cutShort);
    totals.print("pairs");
  }

  @Test
  void pairsOfOperationsKeepTheInvariantsWithAFaultAtEveryCall() {
    explorePairsWithAFault(TimingAssumption.WITHIN_ITS_BUDGET).print("pairs with one fault");
  }

  @Test
  void pairsOfOperationsKeepTheInvariantsWhenOneIsFrozenBeyondTheGracePeriod() {
    explorePairsWithAFault(TimingAssumption.FROZEN_AT_WILL)
        .print("pairs frozen at will with one fault");
  }

  private static Totals explorePairsWithAFault(TimingAssumption timing) {
    Totals totals = explore(2, timing, 1, MAX_STATES_OF_PAIRS);
    assertTrue(totals.cutShort == 0 || MAX_STATES_OF_PAIRS < Integer.MAX_VALUE);
    return totals;
  }

  @Test
  void triplesOfOperationsKeepTheInvariants() {
    explore(3, TimingAssumption.WITHIN_ITS_BUDGET, 0, MAX_STATES).print("triples");
    explore(3, TimingAssumption.WITHIN_ITS_BUDGET, 1, MAX_STATES).print("triples with one fault");
  }

  private static Totals explore(int callers, TimingAssumption timing, int faults, int maxStates) {
    Totals totals = new Totals();
    for (InitialState initialState : InitialState.values()) {
      for (List<Operation> operations : choose(callers)) {
        totals.add(
            ModelChecker.of(initialState, operations, Mutant.NONE, timing, faults, maxStates));
      }
    }
    return totals;
  }

  private static List<List<Operation>> choose(int size) {
    List<List<Operation>> chosen = List.of(List.of());
    for (int i = 0; i < size; i++) {
      List<List<Operation>> longer = new ArrayList<>();
      for (List<Operation> operations : chosen) {
        for (Operation operation : Operation.values()) {
          if (operations.isEmpty()
              || operations.get(operations.size() - 1).compareTo(operation) <= 0) {
            List<Operation> more = new ArrayList<>(operations);
            more.add(operation);
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

    void add(ModelChecker.Report report) {
      explorations++;
      schedules += report.schedules();
      states += report.states();
      lost += report.lostIdentities();
      cutShort += report.isCutShort() ? 1 : 0;
    }

    void print(String label) {
      System.out.printf(
          "Model checker, %s: %d explorations (%d cut short), %.1e schedules in %,d states, 0 violations;"
              + " %,d end states with an identity whose id was lost%n",
          label, explorations, cutShort, schedules, states, lost);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aMutantIsFoundAndItsScheduleRepeatsTheViolation(Mutant mutant) {
    Violation found = assertThrows(Violation.class, () -> explorePairs(mutant));

    String text = String.valueOf(found.getMessage());
    System.out.println("Model checker, " + mutant + ": " + text);
    String schedule = text.substring(text.indexOf("schedule: ") + "schedule: ".length());
    Violation repeated =
        assertThrows(Violation.class, () -> ModelChecker.repeat(Schedule.parse(schedule)));
    assertEquals(
        text.lines().findFirst(), String.valueOf(repeated.getMessage()).lines().findFirst());
    assertTrue(schedule.contains(mutant.name()));
  }

  private static void explorePairs(Mutant mutant) {
    for (InitialState initialState : InitialState.values()) {
      for (List<Operation> pair : choose(2)) {
        var unused =
            ModelChecker.of(
                initialState, pair, mutant, TimingAssumption.WITHIN_ITS_BUDGET, 1, 10_000);
      }
    }
  }
}
