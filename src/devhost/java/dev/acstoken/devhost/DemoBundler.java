package dev.acstoken.devhost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Bundles the demo page's sources with the packages of its lock file, which npm installs first.
 *
 * @param project the folder of the sources
 */
record DemoBundler(Path project) implements DemoBundle.Bundler {
  @Override
  public void bundle(Path script) throws IOException, InterruptedException {
    if (!Files.isRegularFile(project.resolve("package-lock.json"))) {
      throw new CannotStartException(
          "package-lock.json is missing in "
              + project.toAbsolutePath()
              + ". Start the development host in the project's folder.");
    }
    var command = NodePackages.of(project).script("build.mjs", script.toAbsolutePath().toString());
    new EndingProgram(command.start(), "esbuild")
        .await(
            Duration.ofMinutes(1),
            "To bundle " + project + " takes too long. esbuild printed:",
            project + " cannot be bundled. esbuild printed:");
  }
}
