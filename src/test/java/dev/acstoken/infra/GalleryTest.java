package dev.acstoken.infra;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What microsoft/template-validation-action looks for in an azd template, of what it can see in
 * files.
 */
class GalleryTest {

  @ParameterizedTest
  @ValueSource(strings = {"## Features", "## Getting Started", "## Guidance", "## Resources"})
  void theReadmeHasTheSection(String heading) throws IOException {
    var lines = Files.readString(Path.of("README.md")).toLowerCase(Locale.ROOT).lines().toList();

    assertTrue(lines.contains(heading.toLowerCase(Locale.ROOT)), heading);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LICENSE",
        "azure.yaml",
        "infra/main.bicep",
        ".devcontainer/devcontainer.json",
        ".github/CODE_OF_CONDUCT.md",
        ".github/CONTRIBUTING.md",
        ".github/ISSUE_TEMPLATE",
        ".github/SECURITY.md",
        ".github/workflows/azure-dev.yml"
      })
  void theFileIsThere(String file) {
    assertTrue(Files.exists(Path.of(file)), file);
  }
}
