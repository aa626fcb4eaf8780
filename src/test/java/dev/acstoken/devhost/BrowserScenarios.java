package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Scenarios of a page of the development host, played in Chromium with real clicks. Each scenario
 * is a test, and the folder of the pictures has a screenshot of each that fails.
 *
 * @param script the program in {@code src/test/node/checks} that plays the scenarios
 * @param pictures the folder of the screenshots
 */
record BrowserScenarios(String script, Path pictures) {
  /** Starts a development host, plays all scenarios, and returns a test for each of them. */
  Stream<DynamicTest> play(Supplier<DevelopmentHost> start, Function<DevelopmentHost, URI> page)
      throws IOException, InterruptedException, ParseException {
    var browser = Chromium.find();
    if (browser.isEmpty()) {
      return Stream.of(dynamicTest("a browser", BrowserScenarios::missBrowser));
    }
    try (var host = start.get()) {
      return run(browser.get(), host, page.apply(host)).stream()
          .map(
              result ->
                  dynamicTest(String.valueOf(result.get("scenario")), () -> assertPassed(result)));
    }
  }

  private static void missBrowser() {
    var needed =
        "The page is tested in Chromium, which is not here. Install it (apt-get install"
            + " chromium), or name Chrome's program in the environment variable "
            + Chromium.VARIABLE
            + ".";
    assumeTrue(System.getenv("CI") != null, needed);
    fail(needed);
  }

  private List<Map<String, Object>> run(Path browser, DevelopmentHost host, URI page)
      throws IOException, InterruptedException, ParseException {
    var process =
        NodePackages.forChecks()
            .script(
                script,
                page.toString(),
                browser.toString(),
                pictures.toAbsolutePath().toString(),
                host.emulators().issuer().issuer().toString())
            .start();
    var results = new ArrayList<Map<String, Object>>();
    var unexpected = new StringBuilder();
    try (var output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith("{\"scenario\"")) {
          results.add(JSONObjectUtils.parse(line));
        } else {
          unexpected.append(line).append('\n');
        }
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    assertEquals(0, process.waitFor(), unexpected::toString);
    assertFalse(results.isEmpty(), unexpected::toString);
    return results;
  }

  private static void assertPassed(Map<String, Object> result) {
    var failure = result.get("failure");
    if (failure != null) {
      fail(failure.toString());
    }
  }
}
