package dev.acstoken.devhost;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The script of the {@link Demo}, which is bundled from its sources when somebody opens the page.
 * So neither the packages nor the bundling delay the start of the development host. A bundle is
 * kept as long as its sources do not change.
 */
final class DemoBundle implements AutoCloseable {
  private static final Set<String> NOT_SOURCES = Set.of("node_modules", "dist", "build");

  /** Bundles the sources. */
  @FunctionalInterface
  interface Bundler {
    /**
     * Writes the script.
     *
     * @throws CannotStartException with a message for the visitor of the page
     */
    void bundle(Path script) throws IOException, InterruptedException;
  }

  /** Whether there is a script of the present sources. */
  sealed interface State {}

  /** There is one. */
  record Ready(Path script) implements State {}

  /** It is being bundled. */
  record Bundling() implements State {}

  /** It could not be bundled; the next visit tries again. */
  record Failed(String reason) implements State {}

  private final List<Path> sources;
  private final Path folder;
  private final Bundler bundler;
  private final List<Thread> threads = new ArrayList<>();
  private State state = new Failed("Nobody has opened the page yet.");

  /**
   * Creates a bundle.
   *
   * @param sources the folders of the files on which the script depends
   * @param folder the folder that keeps the scripts
   */
  DemoBundle(List<Path> sources, Path folder, Bundler bundler) {
    this.sources = List.copyOf(sources);
    this.folder = folder;
    this.bundler = bundler;
  }

  /**
   * Returns the state for a visitor. The first visit, and the first after a change of the sources
   * or a failure, starts bundling; other visitors meanwhile wait for the same script.
   */
  synchronized State visit() {
    if (state instanceof Bundling) {
      return state;
    }
    try {
      var script = folder.resolve(hashOfSources() + ".js");
      state = Files.exists(script) ? new Ready(script) : start(script);
    } catch (IOException e) {
      state =
          new Failed(
              "The sources of the page cannot be read: "
                  + e
                  + ". Start the development host in the project's folder.");
    }
    return state;
  }

  /** Returns the state without starting anything. */
  synchronized State state() {
    return state;
  }

  /** Ends bundling. */
  @Override
  public synchronized void close() {
    threads.forEach(Thread::interrupt);
  }

  private State start(Path script) {
    var thread = new Thread(() -> finish(bundle(script)), "demo-bundle");
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
    return new Bundling();
  }

  private synchronized void finish(State end) {
    threads.remove(Thread.currentThread());
    state = end;
  }

  private State bundle(Path script) {
    try {
      Files.createDirectories(folder);
      bundler.bundle(script);
      return new Ready(script);
    } catch (IOException | RuntimeException e) {
      return new Failed(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Failed("The development host is stopping.");
    }
  }

  private String hashOfSources() throws IOException {
    var files = new ArrayList<Path>();
    for (Path source : sources) {
      Files.walkFileTree(source, new SourceFiles(files));
    }
    var digest = sha256();
    for (Path file : files.stream().sorted().toList()) {
      digest.update(file.toString().getBytes(StandardCharsets.UTF_8));
      digest.update(sha256().digest(Files.readAllBytes(file)));
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }

  /** Collects the files of a folder that people write. */
  private static final class SourceFiles extends SimpleFileVisitor<Path> {
    private final List<Path> files;

    SourceFiles(List<Path> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return NOT_SOURCES.contains(String.valueOf(folder.getFileName()))
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (!String.valueOf(file.getFileName()).startsWith(".")) {
        files.add(file);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
