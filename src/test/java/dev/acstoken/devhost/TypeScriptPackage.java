package dev.acstoken.devhost;

import dev.acstoken.emulator.server.FolderLock;
import dev.acstoken.interop.ForeignProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** The package of {@code src/samples/typescript}, which is built if its source has changed. */
public final class TypeScriptPackage {

  static final Path PROJECT = Path.of("src", "samples", "typescript");

  private static final Path LOCK = Path.of("target", "typescript-package.lock");
  private static final Path STAMP = Path.of("target", "typescript-package.sha256");

  private TypeScriptPackage() {}

  /**
   * Builds the package with its own build, and returns its folder with the client programs. Several
   * processes may call this at the same time.
   */
  public static NodePackages built() throws InterruptedException {
    var packages = NodePackages.of(PROJECT);
    try {
      return new FolderLock(LOCK.toAbsolutePath())
          .run(
              () -> {
                build(packages);
                return packages;
              });
    } catch (IOException e) {
      throw new CannotStartException("The TypeScript package could not be built.", e);
    }
  }

  private static void build(NodePackages packages) throws IOException, InterruptedException {
    var wanted = hashOfSource();
    boolean isBuilt = Files.isRegularFile(PROJECT.resolve("dist/cjs/package.json"));
    if (!isBuilt || !Files.isRegularFile(STAMP) || !Files.readString(STAMP).equals(wanted)) {
      ForeignProgram.run(packages.script("build.mjs"));
      Files.writeString(STAMP, wanted);
    }
  }

  private static String hashOfSource() throws IOException {
    try (Stream<Path> source = Files.walk(PROJECT.resolve("src"));
        Stream<Path> build = Files.list(PROJECT)) {
      var digest = MessageDigest.getInstance("SHA-256");
      for (Path file :
          Stream.concat(source, build).filter(Files::isRegularFile).sorted().toList()) {
        digest.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256.", e);
    }
  }
}
