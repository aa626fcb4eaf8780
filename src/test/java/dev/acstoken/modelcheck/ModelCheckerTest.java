package dev.acstoken.modelcheck;

import static dev.acstoken.modelcheck.MutantAssertions.assertFound;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Verifies that the invariants of users hold in every explored schedule. */
class ModelCheckerTest {

  /** The bound for each pair. The profile {@code modelcheck} explores without it. */
  private static final int MAX_STATES_OF_PAIRS = Integer.getInteger("modelPairStates", 10_000);

  /** The bound for each triple. */
  private static final int MAX_STATES = Integer.getInteger("modelStates", 500);

  private static final int MAX_STATES_OF_MUTANTS = 2_000;

  @Test
  void pairsOfOperationsKeepTheInvariantsInEveryInterleaving() {
    explorePairs(TimingAssumption.WITHIN_ITS_BUDGET, 0).print("pairs");
  }

  @Test
  void pairsOfOperationsKeepTheInvariantsWithAFaultAtEveryCall() {
    explorePairs(TimingAssumption.WITHIN_ITS_BUDGET, 1).print("pairs with one fault");
  }

  @Test
  void pairsOfOperationsKeepTheInvariantsWhenOneIsFrozenBeyondTheGracePeriod() {
    explorePairs(TimingAssumption.FROZEN_AT_WILL, 1).print("pairs frozen at will with one fault");
  }

  private static Totals explorePairs(TimingAssumption timing, int faults) {
    Totals totals = explore(2, timing, faults, MAX_STATES_OF_PAIRS);
    assertTrue(totals.cutShort() == 0 || MAX_STATES_OF_PAIRS < Integer.MAX_VALUE);
    return totals;
  }

  @Test
  void triplesOfOperationsKeepTheInvariants() {
    explore(3, TimingAssumption.WITHIN_ITS_BUDGET, 0, MAX_STATES).print("triples");
    explore(3, TimingAssumption.WITHIN_ITS_BUDGET, 1, MAX_STATES).print("triples with one fault");
  }

  private static Totals explore(int callers, TimingAssumption timing, int faults, int maxStates) {
    Totals totals = new Totals();
    for (UserInitialState initialState : UserInitialState.values()) {
      var model = new UserModel(initialState, UserMutant.NONE, timing);
      for (List<UserOperation> operations :
          Combinations.of(List.of(UserOperation.values()), callers)) {
        totals.add(ModelChecker.explore(model, operations, faults, maxStates));
      }
    }
    return totals;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aMutantIsFoundAndItsScheduleRepeatsTheViolation(UserMutant mutant) {
    assertFound(
        mutant,
        () -> explorePairs(mutant),
        schedule -> UserModel.repeat(schedule, TimingAssumption.WITHIN_ITS_BUDGET));
  }

  private static void explorePairs(UserMutant mutant) {
    for (UserInitialState initialState : UserInitialState.values()) {
      var model = new UserModel(initialState, mutant, TimingAssumption.WITHIN_ITS_BUDGET);
      for (List<UserOperation> pair : Combinations.of(List.of(UserOperation.values()), 2)) {
        var unused = ModelChecker.explore(model, pair, 1, MAX_STATES_OF_MUTANTS);
      }
    }
  }
}
