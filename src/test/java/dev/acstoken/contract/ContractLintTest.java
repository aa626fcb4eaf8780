package dev.acstoken.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.devhost.NodePackages;
import dev.acstoken.interop.ForeignProgram;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Redocly's linter has nothing to say. */
class ContractLintTest {

  @Test
  void hasNoErrorAndNoWarning() throws InterruptedException {
    var lint =
        NodePackages.forChecks()
            .script(
                "node_modules/@redocly/cli/bin/cli.js",
                "lint",
                "--config=redocly.yaml",
                "--format=json",
                Path.of("src/main/resources/openapi.yaml").toAbsolutePath().toString());

    String found = ForeignProgram.run(lint);

    assertTrue(
        found.matches("(?s).*\"errors\": 0,\\s+\"warnings\": 0,\\s+\"ignored\": 0.*"), found);
  }
}
