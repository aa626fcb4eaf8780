package dev.acstoken.interop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Programs written in Go, which the Go toolchain of the machine builds. Sources and results stay
 * below {@code target/go}.
 */
public final class GoTool {

  private static final Path FOLDER = Path.of("target", "go").toAbsolutePath();

  // Compiling a program with its libraries takes minutes on a busy machine.
  private static final Duration TIMEOUT = Duration.ofMinutes(15);

  private GoTool() {}

  /**
   * Builds a program. Skips the test if Go is missing.
   *
   * @param module the package with its version, such as {@code example.org/tool@v1.0.0}
   * @return the program's file
   */
  public static Path install(String module) throws InterruptedException {
    String name = module.replaceAll("(/v\\d+)?@.*", "").replaceAll(".*/", "");
    Path bin = FOLDER.resolve("bin").resolve(module.replaceAll("\\W", "-"));
    if (!Files.isExecutable(bin.resolve(name))) {
      var go = go(Path.of("").toAbsolutePath(), "install", module);
      go.environment().put("GOBIN", bin.toString());
      ForeignProgram.run(go, TIMEOUT);
    }
    return bin.resolve(name);
  }

  /** Runs a command of Go in a folder. Skips the test if Go is missing. */
  public static void run(Path folder, String... arguments) throws InterruptedException {
    ForeignProgram.run(go(folder, arguments), TIMEOUT);
  }

  private static ProcessBuilder go(Path folder, String... arguments) {
    ForeignTool.offer("go");
    var command = new ArrayList<>(List.of("go"));
    command.addAll(List.of(arguments));
    var go = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    go.environment()
        .putAll(
            Map.of(
                "GOPATH", FOLDER.toString(),
                "GOCACHE", FOLDER.resolve("cache").toString(),
                // Read-only files would stop mvn clean. A program that runs for a moment needs no
                // optimization, which takes a third of the compiler's time, and nobody debugs it.
                "GOFLAGS", "-modcacherw -gcflags=all=-N -ldflags=-w"));
    return go;
  }
}
