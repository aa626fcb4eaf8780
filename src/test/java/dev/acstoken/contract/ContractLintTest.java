package dev.acstoken.contract;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.devhost.NodePackages;
import dev.acstoken.interop.ForeignProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies that Redocly's linter reports nothing about the contract, in either version. */
class ContractLintTest {

  private static final Path CONTRACT = Path.of("src", "main", "resources", "openapi.yaml");

  @Test
  void theContractHasNoErrorsAndNoWarnings() throws InterruptedException {
    assertNothingReported(CONTRACT);
  }

  /** A release has this rendition, for tools that read only OpenAPI 3.0. */
  @Test
  void withAnotherVersionTheContractIsValidOpenApi30(@TempDir Path folder) throws Exception {
    String contract = Files.readString(CONTRACT);
    String rendition = contract.replaceFirst("^openapi: 3\\.1\\.0", "openapi: 3.0.3");

    assertNotEquals(contract, rendition);
    assertNothingReported(Files.writeString(folder.resolve("openapi-3.0.yaml"), rendition));
  }

  private static void assertNothingReported(Path document) throws InterruptedException {
    var lint =
        NodePackages.forChecks()
            .script(
                "node_modules/@redocly/cli/bin/cli.js",
                "lint",
                "--config=redocly.yaml",
                "--format=json",
                document.toAbsolutePath().toString());

    String report = ForeignProgram.run(lint);

    assertTrue(
        report.matches("(?s).*\"errors\": 0,\\s+\"warnings\": 0,\\s+\"ignored\": 0.*"), report);
  }
}
