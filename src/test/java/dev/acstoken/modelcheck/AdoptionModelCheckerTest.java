package dev.acstoken.modelcheck;

import static dev.acstoken.modelcheck.MutantAssertions.assertFound;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Verifies that the invariants of the adoption hold in every explored schedule. */
class AdoptionModelCheckerTest {

  /** The bound for each pair. The profile {@code modelcheck} has a far greater one. */
  private static final int MAX_STATES_OF_PAIRS = Integer.getInteger("modelAdoptionPairStates", 150);

  /** The bound for each triple. */
  private static final int MAX_STATES_OF_TRIPLES = Integer.getInteger("modelAdoptionStates", 10);

  private static final int MAX_STATES_OF_MUTANTS = 2_000;

  @Test
  void pairsOfOperationsKeepTheInvariantsInEveryInterleaving() {
    explore(2, TimingAssumption.WITHIN_ITS_BUDGET, 0, MAX_STATES_OF_PAIRS)
        .print("pairs for adoption");
  }

  @Test
  void pairsOfOperationsKeepTheInvariantsWithAFaultAtEveryCall() {
    explore(2, TimingAssumption.WITHIN_ITS_BUDGET, 1, MAX_STATES_OF_PAIRS)
        .print("pairs for adoption with one fault");
  }

  @Test
  void pairsOfOperationsKeepTheInvariantsWhenOneIsFrozenBeyondTheGracePeriod() {
    explore(2, TimingAssumption.FROZEN_AT_WILL, 1, MAX_STATES_OF_PAIRS)
        .print("pairs for adoption frozen at will with one fault");
  }

  @Test
  void triplesOfOperationsKeepTheInvariants() {
    explore(3, TimingAssumption.WITHIN_ITS_BUDGET, 0, MAX_STATES_OF_TRIPLES)
        .print("triples for adoption");
    explore(3, TimingAssumption.WITHIN_ITS_BUDGET, 1, MAX_STATES_OF_TRIPLES)
        .print("triples for adoption with one fault");
  }

  private static Totals explore(int callers, TimingAssumption timing, int faults, int maxStates) {
    Totals totals = new Totals();
    for (AdoptionInitialState initialState : AdoptionInitialState.values()) {
      var model = AdoptionModel.of(initialState, AdoptionMutant.NONE, timing);
      for (List<AdoptionOperation> operations : model.combinations(callers)) {
        totals.add(ModelChecker.explore(model, operations, faults, maxStates));
      }
    }
    return totals;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aMutantIsFoundAndItsScheduleRepeatsTheViolation(AdoptionMutant mutant) {
    TimingAssumption timing = TimingAssumption.WITHIN_ITS_BUDGET;
    assertFound(
        mutant,
        () -> explorePairs(mutant, timing),
        schedule -> AdoptionModel.repeat(schedule, timing));
  }

  private static void explorePairs(AdoptionMutant mutant, TimingAssumption timing) {
    for (AdoptionInitialState initialState : AdoptionInitialState.values()) {
      var model = AdoptionModel.of(initialState, mutant, timing);
      for (List<AdoptionOperation> pair : model.combinations(2)) {
        var unused = ModelChecker.explore(model, pair, 1, MAX_STATES_OF_MUTANTS);
      }
    }
  }
}
