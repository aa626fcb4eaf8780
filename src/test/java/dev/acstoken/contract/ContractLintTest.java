package dev.acstoken.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.devhost.NodePackages;
import dev.acstoken.interop.ForeignProgram;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Verifies that Redocly's linter reports nothing about the contract. */
class ContractLintTest {

  @Test
  void theContractHasNoErrorsAndNoWarnings() throws InterruptedException {
    var lint =
        NodePackages.forChecks()
            .script(
                "node_modules/@redocly/cli/bin/cli.js",
                "lint",
                "--config=redocly.yaml",
                "--format=json",
                Path.of("src/main/resources/openapi.yaml").toAbsolutePath().toString());

    String report = ForeignProgram.run(lint);

    assertTrue(
        report.matches("(?s).*\"errors\": 0,\\s+\"warnings\": 0,\\s+\"ignored\": 0.*"), report);
  }
}
