package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acstoken.interop.Interop;
import dev.acstoken.interop.MavenBuild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of the POM in a project without sources. */
@Interop
class BuildProgressTest {

  private static final Path SCRIPT = Path.of("src", "devhost", "build", "progress.bsh");

  @TempDir private Path folder;

  private Path project;

  @BeforeEach
  void copyPom() throws Exception {
    project = folder.resolve("a folder");
    Files.createDirectories(project.resolve(SCRIPT).getParent());
    Files.copy(Path.of("pom.xml"), project.resolve("pom.xml"));
    Files.copy(SCRIPT, project.resolve(SCRIPT));
  }

  @Test
  void theCommandOfTheDevelopmentHostSaysWhatItBuilds() throws Exception {
    assertEquals(
        FirstScreen.shape(FirstScreen.inReadme().ofTheBuild()),
        FirstScreen.shape(build("test-compile", "exec:java@emulators", "-Dexec.skip")));
  }

  @Test
  void anotherQuietBuildPrintsNothing() throws Exception {
    assertEquals(List.of(), build("test-compile"));
  }

  /** Returns the lines that Maven prints, without the escape sequences of its start script. */
  private List<String> build(String... arguments) throws InterruptedException {
    return MavenBuild.run(project, arguments)
        .replaceAll("\u001b\\[[0-9;]*m", "")
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }
}
