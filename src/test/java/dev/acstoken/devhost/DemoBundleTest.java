package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.devhost.DemoBundle.Bundling;
import dev.acstoken.devhost.DemoBundle.Failed;
import dev.acstoken.devhost.DemoBundle.Ready;
import dev.acstoken.devhost.DemoBundle.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Verifies when the demo page's script is bundled. */
@Timeout(60)
class DemoBundleTest {
  private final AtomicInteger bundled = new AtomicInteger();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Path sources;

  @BeforeEach
  void write() throws IOException {
    sources = Files.createDirectories(folder.resolve("sources"));
    Files.writeString(sources.resolve("page.ts"), "page");
    Files.writeString(sources.resolve("package-lock.json"), "lock");
  }

  @Test
  void theFirstVisitBundlesAndLaterOnesFindTheScript() throws Exception {
    try (var bundle = bundle(this::write)) {
      assertInstanceOf(Bundling.class, bundle.visit());
      var ready = assertInstanceOf(Ready.class, end(bundle));
      assertEquals("script 1", Files.readString(ready.script()));
      assertEquals(ready, bundle.visit());
    }
    try (var restarted = bundle(this::write)) {
      assertInstanceOf(Ready.class, restarted.visit());
    }
    assertEquals(1, bundled.get());
  }

  @Test
  void concurrentVisitorsWaitForOneBundle() throws Exception {
    var waiting = new CountDownLatch(1);
    try (var bundle =
        bundle(
            script -> {
              waiting.await();
              write(script);
            })) {
      for (int visitor = 0; visitor < 5; visitor++) {
        assertInstanceOf(Bundling.class, bundle.visit());
      }
      waiting.countDown();
      assertInstanceOf(Ready.class, end(bundle));
    }
    assertEquals(1, bundled.get());
  }

  @Test
  void aChangedSourceOrLockFileIsBundledAgain() throws Exception {
    try (var bundle = bundle(this::write)) {
      for (String file : List.of("page.ts", "package-lock.json", "new.ts")) {
        var before = bundled.get();
        Files.writeString(sources.resolve(file), "changed");
        assertInstanceOf(Bundling.class, bundle.visit(), file);
        assertInstanceOf(Ready.class, end(bundle));
        assertNotEquals(before, bundled.get());
      }
    }
  }

  @Test
  void installedPackagesAndTheLockAreNoSources() throws Exception {
    try (var bundle = bundle(this::write)) {
      bundle.visit();
      end(bundle);
      var packages = Files.createDirectories(sources.resolve("node_modules/package"));
      Files.writeString(packages.resolve("index.js"), "package");
      Files.writeString(sources.resolve(".install.lock"), "");
      assertInstanceOf(Ready.class, bundle.visit());
    }
  }

  @Test
  void aFailureIsReportedUntilTheNextVisitTriesAgain() throws Exception {
    try (var bundle =
        bundle(
            script -> {
              if (bundled.incrementAndGet() == 1) {
                throw new CannotStartException("npm is not on the PATH.");
              }
              write(script);
            })) {
      bundle.visit();
      assertEquals(new Failed("npm is not on the PATH."), end(bundle));
      assertEquals(new Failed("npm is not on the PATH."), bundle.state());
      assertInstanceOf(Bundling.class, bundle.visit());
      assertInstanceOf(Ready.class, end(bundle));
    }
  }

  @Test
  void missingSourcesAreReported() {
    try (var bundle =
        new DemoBundle(List.of(folder.resolve("elsewhere")), folder, script -> write(script))) {
      assertInstanceOf(Failed.class, bundle.visit());
    }
  }

  @Test
  void anEditWhileBundlingIsBundledAgain() throws Exception {
    var page = sources.resolve("page.ts");
    try (var bundle =
        bundle(
            script -> {
              var read = Files.readString(page);
              if (bundled.incrementAndGet() == 1) {
                Files.writeString(page, "edited");
              }
              Files.writeString(script, read);
            })) {
      bundle.visit();
      var ready = assertInstanceOf(Ready.class, end(bundle));
      assertEquals("edited", Files.readString(ready.script()));
      Files.writeString(page, "page");
      assertInstanceOf(Bundling.class, bundle.visit(), "the discarded script is not kept");
    }
  }

  @Test
  void onlyTheLatestScriptIsKept() throws Exception {
    try (var bundle = bundle(this::write)) {
      for (String content : List.of("one", "other")) {
        Files.writeString(sources.resolve("page.ts"), content);
        bundle.visit();
        var ready = assertInstanceOf(Ready.class, end(bundle));
        try (var scripts = Files.list(ready.script().getParent())) {
          assertEquals(List.of(ready.script()), scripts.toList());
        }
      }
    }
  }

  @Test
  void whatBundlesHasEndedWhenItIsClosed() throws Exception {
    var running = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    var bundle =
        bundle(
            script -> {
              try {
                running.countDown();
                new CountDownLatch(1).await();
              } finally {
                // Other programs take their time to end.
                Thread.interrupted();
                Thread.sleep(200);
                ended.countDown();
              }
            });
    bundle.visit();
    running.await();

    bundle.close();

    assertEquals(0, ended.getCount());
    bundle.visit();
    assertInstanceOf(Failed.class, bundle.state(), "nothing is bundled after that");
  }

  @Test
  void aFolderWithoutALockFileIsNotBundled() {
    var thrown =
        assertThrows(
            CannotStartException.class,
            () -> new DemoBundler(folder).bundle(folder.resolve("script.js")));
    assertTrue(thrown.getMessage().contains("package-lock.json is missing"), thrown::getMessage);
  }

  private DemoBundle bundle(DemoBundle.Bundler bundler) {
    return new DemoBundle(List.of(sources), folder.resolve("scripts"), bundler);
  }

  private void write(Path script) throws IOException {
    Files.writeString(script, "script " + bundled.incrementAndGet());
  }

  /** Waits until the bundle is no longer being made. */
  private static State end(DemoBundle bundle) throws InterruptedException {
    while (bundle.state() instanceof Bundling) {
      Thread.sleep(5);
    }
    return bundle.state();
  }
}
