package dev.acstoken.modelcheck;

import static dev.acstoken.modelcheck.LeaseOperation.CLOCK;
import static dev.acstoken.modelcheck.LeaseOperation.CREATE;
import static dev.acstoken.modelcheck.LeaseOperation.CURRENT;
import static dev.acstoken.modelcheck.LeaseOperation.REFRESH;
import static dev.acstoken.modelcheck.LeaseOperation.RESTRICT;
import static dev.acstoken.modelcheck.LeaseOperation.V0_1;
import static dev.acstoken.modelcheck.LeaseOperation.V0_1_RESTRICT;
import static dev.acstoken.modelcheck.LeaseOperation.V0_2;
import static dev.acstoken.modelcheck.MutantAssertions.assertFound;
import static dev.acstoken.modelcheck.UserInitialState.CACHED_IDENTITY;
import static dev.acstoken.modelcheck.UserInitialState.IDENTITY;
import static dev.acstoken.modelcheck.UserInitialState.INTERRUPTED_REVOCATION;
import static dev.acstoken.modelcheck.UserInitialState.PREVIOUS_IDENTITY;
import static dev.acstoken.modelcheck.UserInitialState.WRONGLY_DENIED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Verifies that the invariants of users hold in every explored schedule in which time passes, while
 * instances read rows before ACS issues a token.
 */
class LeaseModelCheckerTest {

  /** The bound for each pair. The profile {@code modelcheck} has a far greater one. */
  private static final int MAX_STATES_OF_PAIRS = Integer.getInteger("modelLeasePairStates", 3_000);

  /** The bound for each triple. */
  private static final int MAX_STATES_OF_TRIPLES = Integer.getInteger("modelLeaseStates", 300);

  private static final int MAX_STATES_OF_MUTANTS = 50_000;

  private static final List<UserInitialState> INITIAL_STATES =
      List.of(IDENTITY, CACHED_IDENTITY, INTERRUPTED_REVOCATION, PREVIOUS_IDENTITY, WRONGLY_DENIED);

  @Test
  void pairsOfOperationsKeepTheInvariantsWhileTimePasses() {
    explore(LeaseModel.combinations(CURRENT, 2), 0, MAX_STATES_OF_PAIRS)
        .print("pairs while time passes");
  }

  @Test
  void pairsOfOperationsKeepTheInvariantsWhileTimePassesWithAFaultAtEveryCall() {
    explore(LeaseModel.combinations(CURRENT, 2), 1, MAX_STATES_OF_PAIRS)
        .print("pairs while time passes with one fault");
  }

  @Test
  void triplesOfOperationsKeepTheInvariantsWhileTimePasses() {
    explore(LeaseModel.combinations(CURRENT, 3), 1, MAX_STATES_OF_TRIPLES)
        .print("triples while time passes with one fault");
  }

  @Test
  void instancesOfTheVersionBeforeMayServeAtTheSameTime() {
    explore(combinationsOf(CURRENT, V0_2), 0, MAX_STATES_OF_PAIRS)
        .print("pairs of the present version and 0.2");
  }

  // If a revocation spared the tokens of its second, that alone would be a violation: version 0.1
  // revokes at once, so a token that was released just before stays valid.
  @Test
  void instancesThatRevokeAtOnceMayServeBesideInstancesThatDoNotReadAhead() {
    Totals totals = new Totals();
    for (UserInitialState initialState : INITIAL_STATES) {
      var model = new LeaseModel(initialState, LeaseMutant.NONE, false);
      combinationsOf(V0_2, V0_1)
          .forEach(
              operations ->
                  totals.add(ModelChecker.explore(model, operations, 0, MAX_STATES_OF_PAIRS)));
    }
    totals.print("pairs of 0.2 and 0.1");
  }

  @Test
  void anInstanceThatRevokesAtOnceIsFoundBesideAnInstanceThatReadsAhead() {
    var model = new LeaseModel(CACHED_IDENTITY, LeaseMutant.NONE, false);

    Violation found =
        assertThrows(
            Violation.class,
            () ->
                ModelChecker.explore(
                    model, List.of(REFRESH, V0_1_RESTRICT, CLOCK), 0, MAX_STATES_OF_MUTANTS));

    assertEquals(
        "A token in use has only allowed scopes, unless a pending change ends it",
        found.invariant());
  }

  private static List<List<LeaseOperation>> combinationsOf(
      List<LeaseOperation> some, List<LeaseOperation> others) {
    return some.stream()
        .flatMap(one -> others.stream().map(other -> List.of(one, other, CLOCK)))
        .toList();
  }

  private static Totals explore(
      List<List<LeaseOperation>> combinations, int faults, int maxStates) {
    Totals totals = new Totals();
    for (UserInitialState initialState : INITIAL_STATES) {
      var model = new LeaseModel(initialState, LeaseMutant.NONE, true);
      for (List<LeaseOperation> operations : combinations) {
        totals.add(ModelChecker.explore(model, operations, faults, maxStates));
      }
    }
    return totals;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aMutantIsFoundAndItsScheduleRepeatsTheViolation(LeaseMutant mutant) {
    assertFound(mutant, () -> explore(mutant), schedule -> LeaseModel.repeat(schedule, true));
  }

  private static void explore(LeaseMutant mutant) {
    var model = new LeaseModel(CACHED_IDENTITY, mutant, true);
    Stream.of(List.of(REFRESH, RESTRICT, CLOCK), List.of(REFRESH, RESTRICT, CREATE, CLOCK))
        .forEach(
            operations -> {
              var unused = ModelChecker.explore(model, operations, 0, MAX_STATES_OF_MUTANTS);
            });
  }
}
