package dev.acstoken.interop;

import java.nio.file.Path;
import java.time.Duration;

/** A Maven project that the product's POM knows nothing of, built by a Maven of its own. */
public final class MavenBuild {

  // The first build on a machine downloads a compiler.
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private MavenBuild() {}

  /** Runs Maven up to a phase, with this JVM's JDK. Skips the test where there is no Maven. */
  public static void run(Path project, String phase) throws InterruptedException {
    ForeignTool.require("mvn");
    var maven =
        new ProcessBuilder("mvn", "--batch-mode", "--quiet", phase)
            .directory(project.toFile())
            .redirectErrorStream(true);
    maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
    ForeignProgram.run(maven, TIMEOUT);
  }
}
