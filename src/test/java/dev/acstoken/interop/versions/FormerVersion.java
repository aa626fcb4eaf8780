package dev.acstoken.interop.versions;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.acstoken.devhost.StagedPackage;
import dev.acstoken.emulator.server.FolderLock;
import dev.acstoken.interop.ForeignProgram;
import dev.acstoken.interop.ForeignTool;
import dev.acstoken.interop.MavenBuild;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A version before this one. The former version is the newest tag {@code v*} that this commit
 * descends from, or else 0.2.0. Neither 0.1.0 nor 0.2.0 was tagged.
 *
 * @param name the version's name, such as {@code 0.1.0}
 * @param commit the full hash of its commit
 */
record FormerVersion(String name, String commit) {

  private static final FormerVersion VERSION_0_1_0 =
      new FormerVersion("0.1.0", "784e777e59e2a2b0c36127e6b0af8604449d3ab9");

  private static final FormerVersion VERSION_0_2_0 =
      new FormerVersion("0.2.0", "dce9be73c63289ba2b807085f676d971e9e45e61");

  private static final Path FOLDER = Path.of("target", "former");

  /** Finds the former version. Skips the test if this clone does not have its commit. */
  static FormerVersion find() throws InterruptedException {
    ForeignTool.require("git");
    return inHistory(newestTag().orElse(VERSION_0_2_0));
  }

  /** Returns version 0.1.0. Skips the test if this clone does not have its commit. */
  static FormerVersion version010() throws InterruptedException {
    ForeignTool.require("git");
    return inHistory(VERSION_0_1_0);
  }

  private static FormerVersion inHistory(FormerVersion version) throws InterruptedException {
    String message =
        "This test needs commit %s of version %s, which is not in the Git history of this folder."
                .formatted(version.commit, version.name)
            + " In a shallow clone, run: git fetch --unshallow --tags";
    if (!isInHistory(version.commit)) {
      System.err.println(message);
      assumeTrue(false, message);
    }
    return version;
  }

  boolean is010() {
    return equals(VERSION_0_1_0);
  }

  /** Returns the version's package. The first call in a working copy builds it. */
  StagedPackage build() throws IOException, InterruptedException {
    Path folder = Files.createDirectories(FOLDER.resolve(commit));
    Path staged = folder.resolve("staged");
    // Tests in another process may need the package at the same time.
    return new FolderLock(folder.resolve("lock"))
        .run(
            () -> {
              if (!Files.exists(staged)) {
                build(folder.resolve("sources"), staged);
              }
              return new StagedPackage(staged);
            });
  }

  private void build(Path sources, Path staged) throws IOException, InterruptedException {
    extract(sources);
    // Version 0.1.0 has no build without tests, so both properties are necessary.
    MavenBuild.run(
        sources, "package", "-DskipTests", "-Dmaven.test.skip=true", "-Dspotless.check.skip=true");
    Files.move(sources.resolve("target/azure-functions/acs-token-endpoint"), staged);
  }

  private void extract(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path archive = folder.resolveSibling("sources.zip");
    var unused = git("archive", "--format=zip", "--output=" + archive, commit);
    try (var zip = new ZipFile(archive.toFile())) {
      for (ZipEntry entry : zip.stream().filter(it -> !it.isDirectory()).toList()) {
        Path file = folder.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        try (InputStream content = zip.getInputStream(entry)) {
          Files.write(file, content.readAllBytes());
        }
      }
    }
  }

  private static Optional<FormerVersion> newestTag() throws InterruptedException {
    if (!isInHistory("HEAD")) {
      return Optional.empty();
    }
    String tags =
        git(
            "tag",
            "--list",
            "v*",
            "--merged=HEAD",
            "--no-contains=HEAD",
            "--sort=-version:refname");
    if (tags.isBlank()) {
      return Optional.empty();
    }
    String newest = tags.lines().findFirst().orElseThrow();
    return Optional.of(
        new FormerVersion(newest.substring(1), git("rev-parse", newest + "^{commit}").strip()));
  }

  private static boolean isInHistory(String commit) throws InterruptedException {
    var command =
        new ProcessBuilder("git", "rev-parse", "--verify", "--quiet", commit + "^{commit}");
    try (var git = ForeignProgram.start(command.redirectErrorStream(true))) {
      return git.awaitExit() == 0;
    }
  }

  private static String git(String... arguments) throws InterruptedException {
    var command = new ProcessBuilder("git");
    command.command().addAll(List.of(arguments));
    return ForeignProgram.run(command);
  }
}
