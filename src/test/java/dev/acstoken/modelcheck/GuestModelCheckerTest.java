package dev.acstoken.modelcheck;

import static dev.acstoken.modelcheck.MutantAssertions.assertFound;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Verifies that the invariants of invitations and guests hold in every explored schedule. */
class GuestModelCheckerTest {

  /**
   * The bound for each pair with a fault, and for each pair of a guest whose identity is lost. The
   * profile {@code modelcheck} has a far greater one.
   */
  private static final int MAX_STATES_OF_PAIRS = Integer.getInteger("modelGuestPairStates", 1_000);

  /** The bound for each triple. */
  private static final int MAX_STATES_OF_TRIPLES = Integer.getInteger("modelGuestStates", 100);

  private static final int MAX_STATES_OF_MUTANTS = 2_000;

  @Test
  void pairsOfOperationsKeepTheInvariantsInEveryInterleaving() {
    Totals totals = new Totals();
    for (GuestInitialState initialState : GuestInitialState.values()) {
      boolean isLost = initialState == GuestInitialState.LOST;
      explore(
          new GuestModel(initialState, GuestMutant.NONE, TimingAssumption.WITHIN_ITS_BUDGET),
          2,
          0,
          isLost ? MAX_STATES_OF_PAIRS : Integer.MAX_VALUE,
          totals);
      assertTrue(isLost || totals.cutShort() == 0);
    }
    totals.print("pairs for guests");
  }

  @Test
  void pairsOfOperationsKeepTheInvariantsWithAFaultAtEveryCall() {
    explorePairsWithAFault(TimingAssumption.WITHIN_ITS_BUDGET)
        .print("pairs for guests with one fault");
  }

  @Test
  void pairsOfOperationsKeepTheInvariantsWhenOneIsFrozenBeyondTheGracePeriod() {
    explorePairsWithAFault(TimingAssumption.FROZEN_AT_WILL)
        .print("pairs for guests frozen at will with one fault");
  }

  private static Totals explorePairsWithAFault(TimingAssumption timing) {
    return explore(2, timing, 1, MAX_STATES_OF_PAIRS);
  }

  @Test
  void triplesOfOperationsKeepTheInvariants() {
    explore(3, TimingAssumption.WITHIN_ITS_BUDGET, 0, MAX_STATES_OF_TRIPLES)
        .print("triples for guests");
    explore(3, TimingAssumption.WITHIN_ITS_BUDGET, 1, MAX_STATES_OF_TRIPLES)
        .print("triples for guests with one fault");
  }

  private static Totals explore(int callers, TimingAssumption timing, int faults, int maxStates) {
    Totals totals = new Totals();
    for (GuestInitialState initialState : GuestInitialState.values()) {
      explore(
          new GuestModel(initialState, GuestMutant.NONE, timing),
          callers,
          faults,
          maxStates,
          totals);
    }
    return totals;
  }

  private static void explore(
      GuestModel model, int callers, int faults, int maxStates, Totals totals) {
    for (List<GuestOperation> operations : model.combinations(callers)) {
      totals.add(ModelChecker.explore(model, operations, faults, maxStates));
    }
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "CLAIM_IGNORED"})
  void aMutantIsFoundAndItsScheduleRepeatsTheViolation(GuestMutant mutant) {
    requireFound(mutant, TimingAssumption.WITHIN_ITS_BUDGET);
  }

  // Recovery claims an entry of a running request only if that is frozen.
  @Test
  void aMutantIsFoundWhenAnOperationIsFrozenBeyondTheGracePeriod() {
    requireFound(GuestMutant.CLAIM_IGNORED, TimingAssumption.FROZEN_AT_WILL);
  }

  private static void requireFound(GuestMutant mutant, TimingAssumption timing) {
    assertFound(
        mutant,
        () -> explorePairs(mutant, timing),
        schedule -> GuestModel.repeat(schedule, timing));
  }

  private static void explorePairs(GuestMutant mutant, TimingAssumption timing) {
    for (GuestInitialState initialState : GuestInitialState.values()) {
      var model = new GuestModel(initialState, mutant, timing);
      explore(model, 2, 1, MAX_STATES_OF_MUTANTS, new Totals());
    }
  }
}
