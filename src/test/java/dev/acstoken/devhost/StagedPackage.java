package dev.acstoken.devhost;

import static java.util.stream.Collectors.joining;

import com.microsoft.azure.functions.internal.spi.middleware.Middleware;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A package as Maven stages it for a deployment.
 *
 * @param folder the folder with the package's jars
 */
public record StagedPackage(Path folder) {

  private static final Path TEST_CLASSES = Path.of("target", "test-classes");
  private static final List<Path> HOST_PACKAGES =
      List.of(
          Path.of("dev", "acstoken", "devhost"), Path.of("dev", "acstoken", "emulator", "server"));

  public static StagedPackage ofThisVersion() {
    return new StagedPackage(Path.of(System.getProperty("stagedPackage", "")));
  }

  /**
   * Returns the class path of an {@link EndpointProcess} that serves the package. It consists of
   * the staged jars, the development host of this version and the interface that the Java worker
   * provides.
   *
   * @param work a folder for copies of the host's classes
   */
  // Copies only the host's classes, because the host would also scan tests in the functions'
  // package.
  public String classPath(Path work) throws IOException, URISyntaxException {
    for (Path hostPackage : HOST_PACKAGES) {
      Path host = Files.createDirectories(work.resolve("host").resolve(hostPackage));
      try (Stream<Path> classes = Files.list(TEST_CLASSES.resolve(hostPackage))) {
        for (Path type : classes.filter(Files::isRegularFile).toList()) {
          Files.copy(type, host.resolve(type.getFileName()));
        }
      }
    }
    try (Stream<Path> staged = Files.walk(folder)) {
      return Stream.concat(
              staged.filter(file -> file.toString().endsWith(".jar")),
              Stream.of(work.resolve("host"), workersInterface()))
          .map(Path::toString)
          .collect(joining(File.pathSeparator));
    }
  }

  private static Path workersInterface() throws URISyntaxException {
    return Path.of(Middleware.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
