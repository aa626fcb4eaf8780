package dev.acstoken.devhost;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Verifies the console in a browser, with real clicks. Each scenario of {@code
 * checks/console/scenarios.mjs} is a test, and {@code target/console} has a screenshot of each that
 * fails.
 */
class ConsoleBrowserTest {
  @TestFactory
  Stream<DynamicTest> scenarios() throws Exception {
    return new BrowserScenarios("console/run.mjs", Path.of("target", "console"))
        .play(DevelopmentHost::onFreePorts, DevelopmentHost::console);
  }
}
