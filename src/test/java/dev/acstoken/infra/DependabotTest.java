package dev.acstoken.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.acstoken.ProjectFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Verifies that Dependabot watches every folder that declares dependencies. */
class DependabotTest {

  private static final Map<String, String> ECOSYSTEMS =
      Map.of("pom.xml", "maven", "package-lock.json", "npm", "Package.swift", "swift");

  @Test
  void dependabotWatchesEveryFolderThatDeclaresDependencies() throws IOException {
    var expected = foldersWithDependencies();
    expected.add("github-actions /");

    assertEquals(expected, watched());
  }

  private static SortedSet<String> watched() throws IOException {
    JsonNode updates =
        new YAMLMapper().readTree(Path.of(".github", "dependabot.yml").toFile()).path("updates");
    var watched = new TreeSet<String>();
    for (JsonNode update : updates) {
      for (JsonNode folder : update.path("directories")) {
        watched.add(update.path("package-ecosystem").asText() + " " + folder.asText());
      }
    }
    return watched;
  }

  private static SortedSet<String> foldersWithDependencies() throws IOException {
    var found = new TreeSet<String>();
    for (Path file : ProjectFiles.all()) {
      String ecosystem = ECOSYSTEMS.get(file.getFileName().toString());
      if (ecosystem != null) {
        found.add(ecosystem + " " + folderOf(file));
      }
    }
    return found;
  }

  // Dependabot names folders by their path from the root, with slashes.
  private static String folderOf(Path file) {
    return "/" + file.resolveSibling("").toString().replace('\\', '/');
  }
}
