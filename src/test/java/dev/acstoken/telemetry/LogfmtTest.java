package dev.acstoken.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acstoken.RandomInput;
import org.junit.jupiter.api.Test;

/** Verifies that an event is one line of {@code name=value} pairs, whatever the values contain. */
class LogfmtTest {

  @Test
  void pairsAreSeparatedBySpaces() {
    assertEquals(
        "event=request app=a_b_c id=Ab+/1.0 calls=3 admin=true none=",
        new Logfmt("request")
            .with("app", "a b=c")
            .with("id", "Ab+/1.0")
            .with("calls", 3)
            .with("admin", true)
            .with("none", "")
            .toString());
  }

  @Test
  void aValueNeverAddsAPairOrALine() {
    RandomInput.check(input -> input.text(0, 300), LogfmtTest::expectOnePair);
  }

  private static void expectOnePair(String value) {
    String line = new Logfmt("request").with("app", value).with("last", 1).toString();

    String[] pairs = line.split(" ", -1);
    assertEquals(3, pairs.length, line);
    assertEquals("last=1", pairs[2]);
    assertEquals(1, pairs[1].chars().filter(it -> it == '=').count(), line);
    assertEquals(Math.min(value.length(), 128), pairs[1].length() - "app=".length());
    assertEquals(1, line.lines().count(), line);
  }
}
