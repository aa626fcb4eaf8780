package dev.acstoken.modelcheck;

import static dev.acstoken.modelcheck.MutantAssertions.assertFound;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Verifies that the invariants of a renamed issuer hold in every explored schedule. */
class MoveModelCheckerTest {

  /** The bound for each pair. The profile {@code modelcheck} has a far greater one. */
  private static final int MAX_STATES_OF_PAIRS = Integer.getInteger("modelMovePairStates", 40);

  /** The bound for each triple. */
  private static final int MAX_STATES_OF_TRIPLES = Integer.getInteger("modelMoveStates", 3);

  private static final int MAX_STATES_OF_MUTANTS = 500;

  @Test
  void pairsOfOperationsKeepTheInvariantsInEveryInterleaving() {
    explore(2, TimingAssumption.WITHIN_ITS_BUDGET, 0, MAX_STATES_OF_PAIRS)
        .print("pairs for a renamed issuer");
  }

  @Test
  void pairsOfOperationsKeepTheInvariantsWithAFaultAtEveryCall() {
    explore(2, TimingAssumption.WITHIN_ITS_BUDGET, 1, MAX_STATES_OF_PAIRS)
        .print("pairs for a renamed issuer with one fault");
  }

  @Test
  void pairsOfOperationsKeepTheInvariantsWhenOneIsFrozenBeyondTheGracePeriod() {
    explore(2, TimingAssumption.FROZEN_AT_WILL, 1, MAX_STATES_OF_PAIRS)
        .print("pairs for a renamed issuer frozen at will with one fault");
  }

  @Test
  void triplesOfOperationsKeepTheInvariants() {
    explore(3, TimingAssumption.WITHIN_ITS_BUDGET, 1, MAX_STATES_OF_TRIPLES)
        .print("triples for a renamed issuer with one fault");
  }

  private static Totals explore(int callers, TimingAssumption timing, int faults, int maxStates) {
    Totals totals = new Totals();
    for (MoveInitialState initialState : MoveInitialState.values()) {
      var model = MoveModel.of(initialState, MoveMutant.NONE, timing);
      for (List<MoveOperation> operations : model.combinations(callers)) {
        totals.add(ModelChecker.explore(model, operations, faults, maxStates));
      }
    }
    return totals;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aMutantIsFoundAndItsScheduleRepeatsTheViolation(MoveMutant mutant) {
    TimingAssumption timing = TimingAssumption.WITHIN_ITS_BUDGET;
    assertFound(
        mutant, () -> explorePairs(mutant, timing), schedule -> MoveModel.repeat(schedule, timing));
  }

  private static void explorePairs(MoveMutant mutant, TimingAssumption timing) {
    for (MoveInitialState initialState : MoveInitialState.values()) {
      var model = MoveModel.of(initialState, mutant, timing);
      for (List<MoveOperation> pair : model.combinations(2)) {
        var unused = ModelChecker.explore(model, pair, 1, MAX_STATES_OF_MUTANTS);
      }
    }
  }
}
