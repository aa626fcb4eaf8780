package dev.acstoken.samples;

import dev.acstoken.devhost.NodePackages;
import dev.acstoken.interop.ForeignProgram;
import dev.acstoken.interop.MavenBuild;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A sample that is built, and the command that starts its client program. */
final class Sample {

  static final Path FOLDER = Path.of("src", "samples");

  private final List<String> command;

  private Sample(List<String> command) {
    this.command = List.copyOf(command);
  }

  /** The Java sample as it was compiled with the tests, on the libraries that the endpoint uses. */
  static Sample java() {
    return inJvm(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        Client.class.getName());
  }

  /** A sample on a JVM, built by its own POM and run on the libraries that this names. */
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
    var packages = NodePackages.of(FOLDER.resolve("typescript"));
    ForeignProgram.run(packages.script("node_modules/typescript/bin/tsc"));
    return new Sample(packages.script("client.mjs").command());
  }

  /**
   * Starts the client program.
   *
   * @param bearerToken what the identity provider's SDK has
   * @param freshBearerToken what it gets when it is told not to look into its cache
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
