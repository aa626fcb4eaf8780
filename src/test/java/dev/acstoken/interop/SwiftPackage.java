package dev.acstoken.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A Swift package, which the Swift compiler of the machine builds into its folder target. */
public final class SwiftPackage {

  // Compiling takes minutes on a busy machine.
  private static final Duration TIMEOUT = Duration.ofMinutes(15);

  private final Path folder;

  public SwiftPackage(Path folder) {
    this.folder = folder;
  }

  /** Compiles the package and its tests. Skips the test if there is no Swift compiler. */
  public void build() throws InterruptedException {
    ForeignTool.offer("swift");
    ForeignProgram.run(
        command("build", "--build-tests", "-Xswiftc", "-warnings-as-errors"), TIMEOUT);
  }

  /** Runs the tests of the package, and returns what they print. */
  public String test() throws InterruptedException {
    return ForeignProgram.run(command("test", "--skip-build"), TIMEOUT);
  }

  /** Returns the command that starts a program of the package. */
  public List<String> program(String name) {
    return command("run", "--quiet", "--skip-build", name).command();
  }

  private ProcessBuilder command(String subcommand, String... arguments) {
    var command =
        new ArrayList<>(
            List.of(
                "swift",
                subcommand,
                "--package-path",
                folder.toString(),
                "--scratch-path",
                folder.resolve("target").toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }
}
