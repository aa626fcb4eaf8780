package dev.acstoken.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Verifies which environment variables the emulator reads. */
class MainTest {

  /** What Kubernetes sets in the containers of a namespace with a service named acs-emulator. */
  private static final Map<String, String> OF_THE_SERVICE =
      Map.of(
          "ACS_EMULATOR_PORT", "tcp://10.0.0.1:7073",
          "ACS_EMULATOR_PORT_7073_TCP", "tcp://10.0.0.1:7073",
          "ACS_EMULATOR_PORT_7073_TCP_ADDR", "10.0.0.1",
          "ACS_EMULATOR_PORT_7073_TCP_PORT", "7073",
          "ACS_EMULATOR_PORT_7073_TCP_PROTO", "tcp",
          "ACS_EMULATOR_SERVICE_HOST", "10.0.0.1",
          "ACS_EMULATOR_SERVICE_PORT", "7073");

  private final List<String> warnings = new ArrayList<>();

  @Test
  void theVariablesOfAServiceAreIgnoredWithAWarning() {
    assertEquals(7073, read(OF_THE_SERVICE).port);
    assertEquals(1, warnings.size());
    OF_THE_SERVICE
        .keySet()
        .forEach(name -> assertTrue(warnings.get(0).contains(name), warnings.get(0)));

    assertEquals(9000, read(OF_THE_SERVICE, "--port=9000").port);
  }

  @Test
  void itsOwnVariablesAreReadWithoutAWarning() {
    assertEquals(9000, read(Map.of("ACS_EMULATOR_PORT", "9000", "HOME", "/home")).port);
    assertEquals(List.of(), warnings);
  }

  @Test
  void aValueThatIsNoPortIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> read(Map.of("ACS_EMULATOR_PORT", "70x3")));
  }

  private Main.Options read(Map<String, String> environment, String... arguments) {
    return Main.Options.read(environment, warnings::add, arguments);
  }
}
