package dev.acstoken.samples;

import dev.acstoken.devhost.NodePackages;
import dev.acstoken.interop.ForeignProgram;
import dev.acstoken.interop.MavenBuild;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A built sample, with the command that starts its client program. */
final class Sample {

  static final Path FOLDER = Path.of("src", "samples");

  private final List<String> command;

  private Sample(List<String> command) {
    this.command = List.copyOf(command);
  }

  /** Returns the Java sample as compiled with the tests, with the endpoint's libraries. */
  static Sample java() {
    return inJvm(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        Client.class.getName());
  }

  /** Builds a sample with its own POM, to run on a JVM with the libraries that the POM names. */
  static Sample ofMaven(String language, String mainClass) throws InterruptedException {
    Path project = FOLDER.resolve(language);
    MavenBuild.run(project, "test-compile");
    Path target = project.resolve("target");
    return inJvm(
        String.join(
            File.pathSeparator,
            target.resolve("classes").toString(),
            target.resolve("test-classes").toString(),
            target.resolve("libraries") + File.separator + "*"),
        mainClass);
  }

  static Sample typeScript() throws InterruptedException {
    return new Sample(builtTypeScript().script("client/client.mjs").command());
  }

  /** Builds the TypeScript package, and returns the project with their client programs. */
  static NodePackages builtTypeScript() throws InterruptedException {
    var packages = NodePackages.of(FOLDER.resolve("typescript"));
    ForeignProgram.run(packages.script("build.mjs").redirectErrorStream(true));
    return packages;
  }

  /**
   * Starts the client program.
   *
   * @param bearerToken the cached bearer token of the identity provider's SDK
   * @param freshBearerToken the token that this SDK returns if it bypasses its cache
   * @throws SampleApp.RefusedException if the sample gives up
   */
  SampleApp signIn(URI endpoint, String bearerToken, String freshBearerToken)
      throws InterruptedException, SampleApp.RefusedException {
    var client = new ArrayList<>(command);
    client.addAll(List.of(endpoint.toString(), bearerToken, freshBearerToken));
    return SampleApp.start(new ProcessBuilder(client).redirectErrorStream(true));
  }

  private static Sample inJvm(String classPath, String mainClass) {
    return new Sample(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            mainClass));
  }
}
