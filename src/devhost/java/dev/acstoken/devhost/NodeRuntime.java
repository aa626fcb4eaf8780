package dev.acstoken.devhost;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The Node.js that is on the PATH. */
final class NodeRuntime {
  private static final int MIN_VERSION = 20;
  private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.\\d+\\.\\d+.*");
  private static final boolean WINDOWS =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

  private final String node;

  private NodeRuntime(String node) {
    this.node = node;
  }

  /**
   * Finds Node.js and checks its version.
   *
   * @throws CannotStartException when Node.js is missing or too old
   */
  static NodeRuntime find() {
    return find("node");
  }

  static NodeRuntime find(String node) {
    var needed =
        "Node.js "
            + MIN_VERSION
            + " or newer is needed for Azurite, the local table storage."
            + " Install it from https://nodejs.org and check it with \"node --version\".";
    String version;
    try {
      version = run(List.of(node, "--version"));
    } catch (IOException e) {
      throw new CannotStartException(
          needed + " The program \"" + node + "\" is not on the PATH.", e);
    }
    var matcher = VERSION.matcher(version);
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) < MIN_VERSION) {
      throw new CannotStartException(needed + " The installed version is \"" + version + "\".");
    }
    return new NodeRuntime(node);
  }

  ProcessBuilder script(Path script, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(node);
    command.add(script.toString());
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  /** Returns npm. On Windows it is a command file, which Java finds only by its full name. */
  ProcessBuilder npm(String... arguments) {
    var command = new ArrayList<String>();
    command.add(WINDOWS ? "npm.cmd" : "npm");
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  private static String run(List<String> command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      var output = OutputTail.of(process, command.get(0));
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new CannotStartException(String.join(" ", command) + " does not respond.");
      }
      return output.afterExit().strip();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStartException("Interrupted while checking the version of Node.js.", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
