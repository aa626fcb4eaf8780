package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acstoken.interop.Interop;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Verifies in other browsers than Chromium that the console sends operations and shows responses.
 * {@link ConsoleBrowserTest} verifies the rest of it in Chromium.
 */
@Interop
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleInOtherBrowsersTest {
  private final DevelopmentHost host = DevelopmentHost.onFreePorts();

  @AfterAll
  void close() {
    host.close();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CHROMIUM")
  void theConsoleSendsOperationsAndShowsResponses(WebBrowser browser) throws Exception {
    browser.require();

    try (var console = new ScriptedPage(host.console(), "console/steps.js");
        var process = browser.open(console.page())) {
      var failures = console.results().awaitFailures();
      process.end();

      assertEquals(List.of(), failures);
    }
  }
}
