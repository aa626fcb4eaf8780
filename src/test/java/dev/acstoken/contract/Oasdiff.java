package dev.acstoken.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.acstoken.interop.ForeignProgram;
import dev.acstoken.interop.GoTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program oasdiff, which finds the changes of an OpenAPI document that break clients. */
final class Oasdiff {

  private static final int ERROR = 3;

  private final Path program;

  private Oasdiff(Path program) {
    this.program = program;
  }

  static Oasdiff installed() throws InterruptedException {
    return new Oasdiff(GoTool.install("github.com/oasdiff/oasdiff@v1.38.0"));
  }

  /**
   * A change that breaks clients.
   *
   * @param id the identifier that oasdiff gives to the kind of change
   */
  record Change(String id, String text) {}

  /** Returns the changes that break clients of the first document if the second replaces it. */
  List<Change> breakingChanges(String before, String after)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(Path.of("target"), "oasdiff");
    Path old = Files.writeString(folder.resolve("before.yaml"), before);
    Path current = Files.writeString(folder.resolve("after.yaml"), after);
    var command =
        new ProcessBuilder(
            program.toString(), "breaking", old.toString(), current.toString(), "--format=json");
    var changes = new ArrayList<Change>();
    for (JsonNode change : new JsonMapper().readTree(ForeignProgram.run(command))) {
      if (change.path("level").asInt() == ERROR) {
        changes.add(new Change(change.path("id").asText(), change.path("text").asText()));
      }
    }
    return changes;
  }
}
