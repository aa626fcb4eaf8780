package dev.acstoken.devhost;

import dev.acstoken.emulator.server.FolderLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** The npm packages of the tests and the development host, in the versions of the lock files. */
public final class NodePackages {
  /**
   * The property that names the folder {@code src/test/node} if it is not in the working directory.
   */
  static final String DIRECTORY_PROPERTY = "acstoken.node.directory";

  private final NodeRuntime node;
  private final Path directory;

  private NodePackages(NodeRuntime node, Path directory) {
    this.node = node;
    this.directory = directory;
  }

  /**
   * Returns the packages of the development host. They are installed with {@code npm ci} if they
   * are missing or the lock file has changed. Several processes may call this at the same time.
   *
   * @param progress reports the installation, which can take minutes
   * @throws CannotStartException when the folder is missing or npm fails
   */
  static NodePackages installed(NodeRuntime node, Progress progress) {
    return installed(node, find(), progress);
  }

  /**
   * Returns the packages that only tests need, installed in the same way: linters, parsers, browser
   * and clients. They are separate, so that the development host starts without them.
   *
   * @throws CannotStartException when Node.js or the folder is missing, or npm fails
   */
  public static NodePackages forChecks() {
    return installed(NodeRuntime.find(), find().resolve("checks"), Progress.SILENT);
  }

  /**
   * Returns the packages of another project, installed in the same way.
   *
   * @throws CannotStartException when Node.js is missing or npm fails
   */
  public static NodePackages of(Path project) {
    return installed(NodeRuntime.find(), project.toAbsolutePath().normalize(), Progress.SILENT);
  }

  private static NodePackages installed(NodeRuntime node, Path directory, Progress progress) {
    var packages = new NodePackages(node, directory);
    try {
      return new FolderLock(directory.resolve(".install.lock"))
          .run(
              () -> {
                packages.install(progress);
                return packages;
              });
    } catch (IOException | UncheckedIOException e) {
      throw new CannotStartException(
          "The packages of " + packages.directory + " could not be installed.", e);
    }
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  /** Returns a process, not yet started, that runs one of the folder's scripts with Node.js. */
  public ProcessBuilder script(String name, String... arguments) {
    return node.script(file(name), List.of(arguments)).directory(directory.toFile());
  }

  private static Path find() {
    var configured = System.getProperty(DIRECTORY_PROPERTY);
    var directory =
        Path.of(configured == null ? "src/test/node" : configured).toAbsolutePath().normalize();
    if (!Files.isRegularFile(directory.resolve("package-lock.json"))) {
      throw new CannotStartException(
          "package-lock.json is missing in "
              + directory
              + ". Start in the project's folder, or name the folder with -D"
              + DIRECTORY_PROPERTY
              + "=…");
    }
    return directory;
  }

  private void install(Progress progress) throws IOException {
    var wanted = hashOfLockFile();
    var stamp = directory.resolve("node_modules").resolve(".installed-lock-sha256");
    if (!Files.isRegularFile(stamp) || !Files.readString(stamp).equals(wanted)) {
      progress.during("Installing Azurite with npm (only the first time)", this::npmCi);
      Files.writeString(stamp, wanted);
    }
  }

  private void npmCi() {
    Process npm;
    try {
      npm = node.npm("ci").directory(directory.toFile()).start();
    } catch (IOException e) {
      throw new CannotStartException(
          "The program npm, which comes with Node.js, is not on the PATH.", e);
    }
    try {
      new EndingProgram(npm, "npm")
          .await(
              Duration.ofMinutes(10),
              "\"npm ci\" in " + directory + " takes too long. It printed:",
              "\"npm ci\" failed in " + directory + ". It printed:");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotStartException("Interrupted while npm installed packages.", e);
    }
  }

  private String hashOfLockFile() throws IOException {
    var lockFile = Files.readAllBytes(directory.resolve("package-lock.json"));
    return HexFormat.of().formatHex(Sha256.newDigest().digest(lockFile));
  }
}
