package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acstoken.interop.Interop;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Verifies in other browsers than Chromium that the demo page refreshes its tokens and survives
 * throttling. {@link DemoBrowserTest} verifies the rest of it in Chromium.
 */
@Interop
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoInOtherBrowsersTest {
  private final DevelopmentHost host = DevelopmentHost.onFreePorts(Emulators.WITHOUT_RATE_LIMIT);

  @BeforeAll
  void awaitTheScript() throws Exception {
    get(host.demo());
    var state = get(host.demo().resolve("state"));
    while (state.contains("bundling")) {
      Thread.sleep(100);
      state = get(host.demo().resolve("state"));
    }
    assertEquals("{\"state\":\"ready\"}", state);
  }

  @AfterAll
  void close() {
    host.close();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CHROMIUM")
  void theDemoPageRefreshesItsTokens(WebBrowser browser) throws Exception {
    browser.require();

    try (var demo = new ScriptedPage(host.demo(), "demo/steps.js");
        var process = browser.open(demo.page())) {
      var failures = demo.results().awaitFailures();
      process.end();

      assertEquals(List.of(), failures);
    }
  }

  private static String get(URI resource) throws Exception {
    var request = HttpRequest.newBuilder(resource).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }
}
