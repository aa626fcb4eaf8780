package dev.acstoken.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Verifies that the workflows pin each action to a commit: a tag can be moved to other code. */
class WorkflowsTest {

  @Test
  void everyActionIsPinnedToACommit() throws IOException {
    var used = actions();

    assertFalse(used.isEmpty());
    assertEquals(
        List.of(),
        used.stream().filter(it -> !it.matches("[\\w./-]+@[0-9a-f]{40} # v\\S+")).toList());
  }

  private static List<String> actions() throws IOException {
    var actions = new ArrayList<String>();
    try (var workflows = Files.newDirectoryStream(Path.of(".github", "workflows"), "*.yml")) {
      for (Path workflow : workflows) {
        Files.readString(workflow)
            .lines()
            .filter(line -> line.contains("uses: "))
            .map(line -> line.replaceFirst(".*uses: ", ""))
            .forEach(actions::add);
      }
    }
    return actions;
  }
}
