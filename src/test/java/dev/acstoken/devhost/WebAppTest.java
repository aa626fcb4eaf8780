package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acstoken.interop.Interop;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Verifies in real browsers that a web app of another origin uses the development host through the
 * TypeScript sample, and that it cannot use what is not for it. The browsers send preflight
 * requests as they would to the cloud.
 */
@Interop
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebAppTest {
  private final DevelopmentHost host = DevelopmentHost.onFreePorts();

  @SuppressWarnings("NullAway.Init")
  private WebApp app;

  @BeforeAll
  void buildTheApp() throws Exception {
    app = WebApp.build();
  }

  @AfterAll
  void close() {
    app.close();
    host.close();
  }

  @ParameterizedTest
  @EnumSource
  void everyStepOfTheAppPasses(WebBrowser browser) throws Exception {
    browser.require();
    var page =
        app.page(
            Map.of(
                "endpoint", host.baseUri(),
                "issuer", host.emulators().issuer().issuer(),
                "user", browser.name().toLowerCase(Locale.ROOT)));

    try (var process = browser.open(page)) {
      var failures = app.results().awaitFailures();
      process.end();

      assertEquals(List.of(), failures);
    }
  }
}
