package dev.acstoken.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceparentTest {

  private static final String GIVEN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void continuesTheTraceOfTheRequest() {
    var trace = Traceparent.of(null, GIVEN);

    assertEquals(GIVEN, trace.toString());
    assertEquals("4bf92f3577b34da6a3ce929d0e0e4736", trace.ofCall().traceId());
    assertEquals("01", trace.ofCall().flags());
    assertNotEquals(trace.parentId(), trace.ofCall().parentId());
    assertNotEquals(trace.ofCall().parentId(), trace.ofCall().parentId());
  }

  @Test
  void readsTheKnownPartOfALaterVersion() {
    assertEquals(
        GIVEN, Traceparent.of(null, GIVEN.replaceFirst("00", "cc") + "-what-comes").toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 outcome=ok",
      })
  void startsATraceIfTheHeaderIsInvalid(String header) {
    var trace = Traceparent.of(null, header);

    assertTrue(trace.toString().matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00"), trace::toString);
    assertNotEquals("4bf92f3577b34da6a3ce929d0e0e4736", trace.traceId());
    assertNotEquals(trace.traceId(), Traceparent.of(null, header).traceId());
  }
}
