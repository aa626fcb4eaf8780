package dev.acstoken.devhost;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.acstoken.interop.ForeignProgram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A browser that opens a page without a screen, each time with a new profile. */
enum WebBrowser {
  CHROMIUM("chromium") {
    @Override
    Stream<Path> places() {
      return Chromium.find().stream();
    }

    @Override
    List<String> command(Path program, Path profile) {
      return List.of(
          program.toString(),
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--no-first-run",
          "--disable-background-networking",
          // As in an Android emulator.
          "--host-resolver-rules=MAP 10.0.2.2 127.0.0.1",
          "--user-data-dir=" + profile);
    }
  },

  FIREFOX("firefox-esr") {
    @Override
    Stream<Path> places() {
      var program = Path.of("/usr/bin/firefox");
      // The snap of Ubuntu cannot read a profile in this folder.
      boolean isSnap = Files.exists(Path.of("/snap/bin/firefox"));
      return Stream.concat(
          Stream.of(Path.of("/usr/bin/firefox-esr")), isSnap ? Stream.empty() : Stream.of(program));
    }

    @Override
    List<String> command(Path program, Path profile) throws IOException {
      Files.writeString(
          profile.resolve("user.js"),
          Stream.of(
                  "app.normandy.enabled",
                  "browser.aboutwelcome.enabled",
                  "datareporting.policy.dataSubmissionEnabled",
                  "network.captive-portal-service.enabled",
                  "network.connectivity-service.enabled")
              .map(name -> "user_pref(\"" + name + "\", false);\n")
              .collect(joining()));
      return List.of(
          program.toString(), "--headless", "--no-remote", "--profile", profile.toString());
    }
  },

  /** The engine of Safari, in the small browser that comes with its driver. */
  WEBKIT("webkit2gtk-driver xvfb xauth") {
    @Override
    Stream<Path> places() {
      return Stream.of("x86_64-linux-gnu", "aarch64-linux-gnu")
          .flatMap(
              machine ->
                  Stream.of("webkitgtk-6.0", "webkit2gtk-4.1", "webkit2gtk-4.0")
                      .map(version -> Path.of("/usr/lib", machine, version, "MiniBrowser")))
          .filter(program -> Files.isExecutable(XVFB));
    }

    // It cannot run without a screen, so it gets one that exists only in memory.
    @Override
    List<String> command(Path program, Path profile) {
      return List.of(XVFB.toString(), "--auto-servernum", program.toString());
    }
  };

  private static final Path XVFB = Path.of("/usr/bin/xvfb-run");

  private final String packages;

  WebBrowser(String packages) {
    this.packages = packages;
  }

  /** Skips the test if the browser is not installed. */
  void require() {
    var message = "This test needs " + this + " (apt-get install " + packages + ").";
    if (find().isEmpty()) {
      // Maven counts skipped tests, but shows the reason only in its report files.
      System.err.println(message);
    }
    assumeTrue(find().isPresent(), message);
  }

  /** Opens a page, and returns the process of the browser, which must be installed. */
  ForeignProgram open(URI page) throws IOException {
    var profiles = Files.createDirectories(Path.of("target", "browsers"));
    var profile = Files.createTempDirectory(profiles, name()).toAbsolutePath();
    var command = new ArrayList<>(command(find().orElseThrow(), profile));
    command.add(page.toString());
    var process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().put("HOME", profile.toString());
    return ForeignProgram.start(process);
  }

  private Optional<Path> find() {
    return places().filter(Files::isExecutable).findFirst();
  }

  abstract Stream<Path> places();

  abstract List<String> command(Path program, Path profile) throws IOException;
}
