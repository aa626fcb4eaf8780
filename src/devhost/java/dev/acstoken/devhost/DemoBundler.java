package dev.acstoken.devhost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

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
    run(NodePackages.of(project).script("build.mjs", script.toAbsolutePath().toString()));
  }

  private void run(ProcessBuilder command) throws IOException, InterruptedException {
    var process = command.start();
    try {
      var output = OutputTail.of(process, "esbuild");
      if (!process.waitFor(1, TimeUnit.MINUTES)) {
        throw new CannotStartException(
            "To bundle " + project + " takes too long. esbuild printed:\n" + output.soFar());
      }
      if (process.exitValue() != 0) {
        throw new CannotStartException(
            project + " cannot be bundled. esbuild printed:\n" + output.afterExit());
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
