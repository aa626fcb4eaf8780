package dev.acstoken.emulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedOriginsTest {

  @ParameterizedTest
  @CsvSource({
    "https://app.example, https://app.example",
    "https://App.Example/, https://app.example",
    "https://app.example:443, https://app.example",
    "http://app.example:80/, http://app.example",
    "http://app.example:443, http://app.example:443",
    "http://192.0.2.7:5173, http://192.0.2.7:5173",
    "http://[2001:DB8::7]:5173, http://[2001:db8::7]:5173",
    "capacitor://localhost, capacitor://localhost",
    "chrome-extension://abcdefgh, chrome-extension://abcdefgh",
  })
  void anOriginIsNamedAsABrowserSendsItOrAlmost(String given, String sent) {
    assertEquals(Set.of(sent), TrustedOrigins.with(List.of(given)).named());
    assertTrue(TrustedOrigins.with(List.of(given)).contains(sent));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "null",
        "app.example",
        "//app.example",
        "https://",
        "https://*.example",
        "https://app.example/path",
        "https://app.example//",
        "https://app.example?",
        "https://user@app.example",
        "https://app.example:port",
        "https://app.example https://b.example",
        "file:///",
      })
  void anythingElseIsRefused(String given) {
    var thrown =
        assertThrows(IllegalArgumentException.class, () -> TrustedOrigins.with(List.of(given)));

    assertTrue(String.valueOf(thrown.getMessage()).contains("https://app.example"));
  }

  @Test
  void everyOriginOnThisMachineIsTrusted() {
    assertTrue(TrustedOrigins.OF_THIS_MACHINE.contains("http://localhost:5173"));
    assertTrue(
        TrustedOrigins.with(List.of("https://a.example")).contains("https://127.0.0.1:5173"));
  }
}
