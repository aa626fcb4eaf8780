package dev.acstoken.samples;

import dev.acstoken.client.program.Client;
import dev.acstoken.devhost.TypeScriptPackage;
import dev.acstoken.interop.ForeignProgram;
import dev.acstoken.interop.MavenBuild;
import dev.acstoken.interop.SwiftPackage;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A built sample, with the command that starts its client program. */
final class Sample {

  static final Path FOLDER = Path.of("src", "samples");

  /** The main class of the Java package's client program. */
  static final String CLIENT_PROGRAM = Client.class.getName();

  static final SwiftPackage SWIFT = new SwiftPackage(FOLDER.resolve("swift"));

  private static final Path KOTLIN = FOLDER.resolve("kotlin");

  private static final String SIGNED_OUT = "^failed signed out$";
  private static final String DISPOSED = "^failed .*UserCredential has been disposed\\.$";

  private final List<String> command;
  private final String closed;

  /**
   * @param closed the pattern of the line that the client program prints for a request to a closed
   *     credential, whose error some SDKs determine
   */
  private Sample(List<String> command, String closed) {
    this.command = List.copyOf(command);
    this.closed = closed;
  }

  /** Returns the Java sample as compiled with the tests, with the endpoint's libraries. */
  static Sample java() {
    return inJvm(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
        CLIENT_PROGRAM,
        "^failed .*getToken called on closed CommunicationTokenCredential object$");
  }

  /** Tests and installs the Kotlin package, and returns its client program. */
  static Sample kotlin() throws InterruptedException {
    MavenBuild.run(KOTLIN, "install");
    return ofProject(KOTLIN, KOTLIN, "dev.acstoken.android.ClientKt", DISPOSED);
  }

  /** Builds a new project that depends on the installed Kotlin package. */
  static Sample newKotlinProject() throws InterruptedException {
    Path project = Path.of("src", "test", "apps", "kotlin");
    MavenBuild.run(project, "process-classes");
    return ofProject(project, KOTLIN, "com.example.app.AppKt", DISPOSED);
  }

  static Sample swift() throws InterruptedException {
    SWIFT.build();
    return new Sample(SWIFT.program("Client"), "^failed .*Code=-999 ");
  }

  /** Builds the TypeScript package, to run as an ES module. */
  static Sample typeScript() throws InterruptedException {
    return new Sample(TypeScriptPackage.built().script("client/client.mjs").command(), SIGNED_OUT);
  }

  /** Builds the TypeScript package, to run as a CommonJS module. */
  static Sample commonJs() throws InterruptedException {
    return new Sample(TypeScriptPackage.built().script("client/client.cjs").command(), SIGNED_OUT);
  }

  /**
   * Starts the client program.
   *
   * @param bearerToken the cached bearer token of the identity provider's SDK
   * @param freshBearerToken the token that this SDK returns if it bypasses its cache
   * @param scopes the scopes of the tokens; by default all
   * @throws SampleApp.FailedException if the sample gives up
   */
  SampleApp signIn(URI endpoint, String bearerToken, String freshBearerToken, String... scopes)
      throws InterruptedException, SampleApp.FailedException {
    var client = new ArrayList<>(command);
    client.addAll(List.of(endpoint.toString(), bearerToken, freshBearerToken));
    client.addAll(List.of(scopes));
    return SampleApp.start(new ProcessBuilder(client).redirectErrorStream(true), closed);
  }

  /** Runs the client program, whose sign-in must fail, and returns what it prints. */
  String outputOfFailure(URI endpoint, String bearerToken) throws InterruptedException {
    var client = new ArrayList<>(command);
    client.addAll(List.of(endpoint.toString(), bearerToken));
    try (var program = ForeignProgram.start(new ProcessBuilder(client).redirectErrorStream(true))) {
      return program.awaitEnd();
    }
  }

  // The test classes of the Kotlin package contain the replacements for Android's classes.
  private static Sample ofProject(
      Path project, Path replacements, String mainClass, String closed) {
    Path target = project.resolve("target");
    return inJvm(
        String.join(
            File.pathSeparator,
            target.resolve("classes").toString(),
            replacements.resolve("target").resolve("test-classes").toString(),
            target.resolve("libraries") + File.separator + "*"),
        mainClass,
        closed);
  }

  private static Sample inJvm(String classPath, String mainClass, String closed) {
    return new Sample(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            classPath,
            mainClass),
        closed);
  }
}
