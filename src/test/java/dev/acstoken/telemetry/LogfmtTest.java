package dev.acstoken.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EventLineTest {

  @Test
  void isPairsWithASpaceBetween() {
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

  @Property
  void aValueIsOneValueWhateverItHolds(@ForAll String value) {
    String line = new Logfmt("request").with("app", value).with("last", 1).toString();

    String[] pairs = line.split(" ", -1);
    assertEquals(3, pairs.length, line);
    assertEquals("last=1", pairs[2]);
    assertEquals(1, pairs[1].chars().filter(it -> it == '=').count(), line);
    assertEquals(Math.min(value.length(), 128), pairs[1].length() - "app=".length());
    assertEquals(1, line.lines().count(), line);
  }
}
