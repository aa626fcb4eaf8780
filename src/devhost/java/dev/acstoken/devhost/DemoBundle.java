package dev.acstoken.devhost;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The script of the {@link Demo}, which is bundled from its sources when somebody opens the page.
 * So neither the packages nor the bundling delay the start of the development host. A bundle is
 * kept as long as its sources do not change.
 */
final class DemoBundle implements AutoCloseable {
  private static final Set<String> NOT_SOURCES = Set.of("node_modules", "dist", "build");

  private static final int HASH_LENGTH = 16;

  /** The names of bundles, which drafts do not have. */
  private static final String SCRIPTS = "[0-9a-f]".repeat(HASH_LENGTH) + ".js";

  private static final int MAX_END_MILLIS = 2000;

  /** Bundles the sources. */
  @FunctionalInterface
  interface Bundler {
    /**
     * Writes the script. It ends when its thread is interrupted.
     *
     * @param script an empty file
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
  private boolean isClosed;

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
    if (state instanceof Bundling || isClosed) {
      return state;
    }
    try {
      var script = scriptOfSources();
      state = Files.exists(script) ? new Ready(script) : start();
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

  /** Ends bundling, with the programs that it has started. */
  @Override
  public void close() {
    for (Thread thread : stop()) {
      try {
        thread.join(MAX_END_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized List<Thread> stop() {
    isClosed = true;
    threads.forEach(Thread::interrupt);
    return List.copyOf(threads);
  }

  private State start() {
    var thread = new Thread(() -> finish(bundle()), "demo-bundle");
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
    return new Bundling();
  }

  private synchronized void finish(State end) {
    threads.remove(Thread.currentThread());
    state = end;
  }

  private State bundle() {
    try {
      Files.createDirectories(folder);
      Optional<Path> script = Optional.empty();
      while (script.isEmpty()) {
        script = bundleOnce();
      }
      deleteOthers(script.get());
      return new Ready(script.get());
    } catch (IOException | RuntimeException | LinkageError e) {
      return new Failed(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Failed("The development host is stopping.");
    }
  }

  /** Returns nothing if the sources changed meanwhile, because the bundler may have read either. */
  private Optional<Path> bundleOnce() throws IOException, InterruptedException {
    var script = scriptOfSources();
    var draft = Files.createTempFile(folder.toAbsolutePath(), "draft", ".js");
    try {
      bundler.bundle(draft);
      if (!script.equals(scriptOfSources())) {
        return Optional.empty();
      }
      Files.move(draft, script, ATOMIC_MOVE);
      return Optional.of(script);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private void deleteOthers(Path script) throws IOException {
    try (var files = Files.newDirectoryStream(folder, SCRIPTS)) {
      for (Path file : files) {
        if (!file.getFileName().equals(script.getFileName())) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private Path scriptOfSources() throws IOException {
    return folder.resolve(hashOfSources() + ".js");
  }

  private String hashOfSources() throws IOException {
    var files = new ArrayList<Path>();
    for (Path source : sources) {
      Files.walkFileTree(source, new SourceFiles(files));
    }
    var digest = Sha256.newDigest();
    for (Path file : files.stream().sorted().toList()) {
      digest.update(file.toString().getBytes(StandardCharsets.UTF_8));
      digest.update(Sha256.newDigest().digest(Files.readAllBytes(file)));
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_LENGTH);
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
