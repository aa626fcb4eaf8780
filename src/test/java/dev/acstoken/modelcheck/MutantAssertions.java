package dev.acstoken.modelcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import org.junit.jupiter.api.function.Executable;

/** Assertions about deliberate bugs. */
final class MutantAssertions {

  private MutantAssertions() {}

  /**
   * Asserts that an exploration finds the mutant, and that the reported schedule repeats the
   * violation.
   */
  static void assertFound(Enum<?> mutant, Executable explore, Consumer<Schedule> repeat) {
    Violation found = assertThrows(Violation.class, explore);

    System.out.println("Model checker, " + mutant + ": " + found.getMessage());
    String schedule = found.schedule().orElseThrow().toString();
    Violation repeated =
        assertThrows(Violation.class, () -> repeat.accept(Schedule.parse(schedule)));
    assertEquals(found.invariant(), repeated.invariant());
    assertTrue(schedule.contains(mutant.name()));
  }
}
