package dev.acstoken.interop;

import java.nio.file.Path;
import java.time.Duration;

/** Builds a Maven project that is not part of the product's build, in a separate Maven process. */
public final class MavenBuild {

  // The first build on a machine downloads a compiler.
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  private MavenBuild() {}

  /** Runs Maven up to a phase, with this JVM's JDK. Skips the test if Maven is missing. */
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
