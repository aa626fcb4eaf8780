package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acstoken.interop.Interop;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Verifies in real browsers that a web app of another origin uses the development host through the
 * TypeScript package, and that it cannot use what is not for it. The browsers send preflight
 * requests as they would to the cloud.
 */
@Interop
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebAppTest {
  @SuppressWarnings("NullAway.Init")
  private WebApp app;

  @SuppressWarnings("NullAway.Init")
  private DevelopmentHost host;

  @BeforeAll
  void buildTheApp() throws Exception {
    app = WebApp.build();
    host =
        DevelopmentHost.start(
            Arguments.parse(
                    Map.of(),
                    "--endpoint-port=0",
                    "--issuer-port=0",
                    "--emulator-port=0",
                    "--azurite-port=0",
                    "--cors-origin=" + app.origin(WebApp.ANDROID_EMULATOR))
                .inMemory());
  }

  @AfterAll
  void close() {
    app.close();
    host.close();
  }

  /** To a browser, {@code 127.0.0.1} is another site than {@code localhost}. */
  @ParameterizedTest
  @EnumSource
  void aPageOnThisMachineUsesTheEndpoint(WebBrowser browser) throws Exception {
    assertEquals(List.of(), failures(browser, "127.0.0.1"));
  }

  @Test
  void aPageOfANamedOriginUsesTheEndpoint() throws Exception {
    assertEquals(List.of(), failures(WebBrowser.CHROMIUM, WebApp.ANDROID_EMULATOR));
  }

  /** Opens the app under a name of this machine, and returns the steps that failed. */
  private List<String> failures(WebBrowser browser, String name) throws Exception {
    browser.require();
    var page =
        "%s/?endpoint=%s&issuer=%s&user=user-of-%s-at-%s"
            .formatted(
                app.origin(name),
                host.baseUri(),
                host.emulators().issuer().issuer(),
                browser,
                name);
    try (var process = browser.open(URI.create(page))) {
      var failures = app.results().awaitFailures();
      process.end();
      return failures;
    }
  }
}
