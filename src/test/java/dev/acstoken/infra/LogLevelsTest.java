package dev.acstoken.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verifies that a category has the level that .NET's filter rules give it. */
class LogLevelsTest {
  private static final LogLevels LEVELS =
      new LogLevels(
          Map.of(
              "default", "Warning",
              "Host", "Error",
              "Host.Results", "Information",
              "Function.*.User", "Debug",
              "Function.Quiet.User", "Critical",
              "*.Exact", "Trace"));

  @ParameterizedTest
  @CsvSource({
    "Anything, Warning",
    "Host, Error",
    "Host.Startup, Error",
    "Host.Results, Information",
    "host.results.more, Information",
    "Function.Tick.User, Debug",
    "function.tick.user, Debug",
    "Function.Tick, Warning",
    "Function.Tick.User.More, Warning",
    "Function.Quiet.User, Critical",
    "Some.Exact, Trace",
    "Host.Results.Exact, Information",
  })
  void theLongestMatchingNameDecides(String category, String level) {
    assertEquals(level, LEVELS.of(category));
  }

  @Test
  void aCategoryWithoutARuleHasTheLevelInformation() {
    assertEquals("Information", new LogLevels(Map.of()).of("Anything"));
  }

  @Test
  void aNameWithTwoWildcardsIsRefused() {
    var levels = new LogLevels(Map.of("Function.*.*", "Debug"));

    assertThrows(IllegalArgumentException.class, () -> levels.of("Function.Tick.User"));
  }
}
