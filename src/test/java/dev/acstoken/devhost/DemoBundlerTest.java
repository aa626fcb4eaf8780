package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.interop.Interop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies that the demo page's sources can be bundled. */
@Interop
class DemoBundlerTest {
  private static final Path DEMO = Path.of("src", "demo");
  private static final Path CLIENT_PACKAGE = Path.of("src", "samples", "typescript");
  private static final Set<String> NOT_IN_A_CHECKOUT = Set.of("node_modules", "dist", "build");

  @Test
  void bundlesAFreshCheckoutWhoseClientPackageHasNoPackages(@TempDir Path checkout)
      throws Exception {
    var unused = NodePackages.of(DEMO);
    for (Path folder : List.of(DEMO, CLIENT_PACKAGE)) {
      copy(folder, checkout.resolve(folder));
    }
    var packages = checkout.resolve(DEMO).resolve("node_modules");
    Files.createSymbolicLink(packages, DEMO.resolve("node_modules").toAbsolutePath());
    var script = checkout.resolve("script.js");

    new DemoBundler(checkout.resolve(DEMO)).bundle(script);

    Files.delete(packages);
    assertFalse(Files.exists(checkout.resolve(CLIENT_PACKAGE).resolve("node_modules")));
    assertTrue(Files.readString(script).contains("AzureCommunicationTokenCredential"));
  }

  private static void copy(Path folder, Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        var copy = to.resolve(file.getFileName());
        if (Files.isRegularFile(file)) {
          Files.copy(file, copy);
        } else if (!NOT_IN_A_CHECKOUT.contains(file.getFileName().toString())) {
          copy(file, copy);
        }
      }
    }
  }
}
