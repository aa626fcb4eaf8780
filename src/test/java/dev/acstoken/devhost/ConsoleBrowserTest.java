package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Verifies the console in a browser, with real clicks. Each scenario of {@code
 * checks/console/scenarios.mjs} is a test, and {@code target/console} has a screenshot of each that
 * fails.
 */
class ConsoleBrowserTest {
  private static final Path PICTURES = Path.of("target", "console").toAbsolutePath();

  @TestFactory
  Stream<DynamicTest> scenarios() throws Exception {
    var browser = Chromium.find();
    if (browser.isEmpty()) {
      return Stream.of(dynamicTest("a browser", ConsoleBrowserTest::missBrowser));
    }
    try (var host = DevelopmentHost.onFreePorts()) {
      return run(browser.get(), host).stream()
          .map(
              result ->
                  dynamicTest(String.valueOf(result.get("scenario")), () -> assertPassed(result)));
    }
  }

  private static void missBrowser() {
    var needed =
        "The console is tested in Chromium, which is not here. Install it (apt-get install"
            + " chromium), or name Chrome's program in the environment variable "
            + Chromium.VARIABLE
            + ".";
    assumeTrue(System.getenv("CI") != null, needed);
    fail(needed);
  }

  private static List<Map<String, Object>> run(Path browser, DevelopmentHost host)
      throws IOException, InterruptedException, ParseException {
    var process =
        NodePackages.forChecks()
            .script(
                "console/run.mjs",
                host.console().toString(),
                browser.toString(),
                PICTURES.toString())
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
