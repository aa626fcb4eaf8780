package dev.acstoken.devhost;

import dev.acstoken.interop.ForeignProgram;
import dev.acstoken.interop.Interop;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Verifies the demo page in a browser, with real clicks. Each scenario of {@code
 * checks/demo/scenarios.mjs} is a test, and {@code target/demo-pictures} has a screenshot of each
 * that fails.
 */
@Interop
class DemoBrowserTest {
  @TestFactory
  Stream<DynamicTest> scenarios() throws Exception {
    return new BrowserScenarios("demo/run.mjs", Path.of("target", "demo-pictures"))
        .play(
            () -> DevelopmentHost.onFreePorts(Emulators.WITHOUT_RATE_LIMIT), DevelopmentHost::demo);
  }

  /** The bundler removes types without a look at them. */
  @Test
  void thePageUsesTheClientPackageByItsTypes() throws Exception {
    ForeignProgram.run(
        NodePackages.of(Path.of("src", "demo"))
            .script("node_modules/typescript/bin/tsc", "--noEmit"));
  }
}
