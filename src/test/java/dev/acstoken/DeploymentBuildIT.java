package dev.acstoken;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.acstoken.interop.Interop;
import dev.acstoken.interop.MavenBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Builds the package as azd does, in a copy of the project, and compares it with the full build.
 */
@Interop
class DeploymentBuildIT {

  @Test
  void theBuildWithoutTestsStagesTheSameBytes(@TempDir Path copy) throws Exception {
    for (Path file : ProjectFiles.all()) {
      Files.createDirectories(copy.resolve(file).getParent());
      Files.copy(file, copy.resolve(file));
    }

    MavenBuild.run(copy, "package", "-DskipTests");

    Path staged = Path.of(System.getProperty("stagedPackage", "target/azure-functions"));
    Path copied =
        copy.resolve("target").resolve("azure-functions").resolve(staged.getFileName().toString());
    assertFalse(Files.exists(copy.resolve("target").resolve("test-classes")));
    assertEquals(files(staged), files(copied));
    for (Path file : files(staged)) {
      assertArrayEquals(
          Files.readAllBytes(staged.resolve(file)),
          Files.readAllBytes(copied.resolve(file)),
          file.toString());
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).map(folder::relativize).sorted().toList();
    }
  }
}
