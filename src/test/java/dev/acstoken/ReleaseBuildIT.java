package dev.acstoken;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.acstoken.interop.Interop;
import dev.acstoken.interop.MavenBuild;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Builds a release twice, in different folders and environments, and compares all files. */
@Interop
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no umask.")
class ReleaseBuildIT {

  private static final Path STAGED = Path.of(System.getProperty("stagedPackage", ""));

  /** Libraries whose jars do not say their coordinates. */
  private static final Set<String> WITHOUT_COORDINATES =
      Set.of(
          "io.projectreactor:reactor-core",
          "org.jspecify:jspecify",
          "org.reactivestreams:reactive-streams");

  /** Libraries that nimbus-jose-jwt contains in its own jar, under names of its own. */
  private static final Set<String> IN_ANOTHER_LIBRARY =
      Set.of("com.github.stephenc.jcip:jcip-annotations", "com.google.code.gson:gson");

  @TempDir private static Path folder;

  private static Path release;
  private static Path second;

  @BeforeAll
  static void buildTwice() throws Exception {
    release = build(copyTo("first", "rw-r--r--"), maven -> {});
    second = build(copyTo("a second folder", "rw-------"), ReleaseBuildIT::makeUnusual);
  }

  @Test
  void aReleaseConsistsOfThePackageTheProgramsTheContractAndTheSbom() throws IOException {
    assertEquals(
        List.of(
            "acs-token-endpoint-<version>-emulator.jar",
            "acs-token-endpoint-<version>-mappings.jar",
            "acs-token-endpoint-<version>.cdx.json",
            "acs-token-endpoint-<version>.zip",
            "openapi-3.0.yaml",
            "openapi.yaml"),
        names(release).stream()
            .map(it -> it.replaceFirst("(?<=endpoint-)\\d+(\\.\\d+)+(-SNAPSHOT)?", "<version>"))
            .toList());
  }

  @Test
  void twoBuildsOfTheSameSourcesContainTheSameBytes() throws IOException {
    assertEquals(names(release), names(second));
    for (String name : names(release)) {
      assertEquals(
          -1, Files.mismatch(release.resolve(name), second.resolve(name)), name + " differs");
    }
  }

  @Test
  void theZipContainsThePackageThatADeploymentFromTheSourcesHas() throws IOException {
    try (var zip = new ZipFile(zip().toFile());
        Stream<Path> staged = Files.walk(STAGED)) {
      var files = staged.filter(Files::isRegularFile).map(STAGED::relativize).toList();

      assertEquals(
          files.stream().map(Path::toString).sorted().toList(),
          zip.stream().filter(it -> !it.isDirectory()).map(ZipEntry::getName).sorted().toList());
      for (Path file : files) {
        assertArrayEquals(
            Files.readAllBytes(STAGED.resolve(file)), bytes(zip, file.toString()), "" + file);
      }
    }
  }

  /** ContractLintTest verifies that this text is a valid document of OpenAPI 3.0. */
  @Test
  void theContractForOlderToolsDiffersOnlyInTheVersionOfOpenApi() throws IOException {
    assertEquals(
        Files.readString(release.resolve("openapi.yaml"))
            .replaceFirst("openapi: 3\\.1\\.0", "openapi: 3.0.3"),
        Files.readString(release.resolve("openapi-3.0.yaml")));
  }

  @Test
  void theSbomNamesTheLibrariesOfThePackage() throws IOException {
    Set<String> libraries = new TreeSet<>();
    try (var jar = new ZipFile(STAGED.resolve("lib").resolve("libraries.jar").toFile())) {
      for (String entry : jar.stream().map(ZipEntry::getName).toList()) {
        if (entry.matches("META-INF/maven/.*/pom\\.properties")) {
          libraries.add(coordinates(bytes(jar, entry)));
        }
      }
    }
    libraries.removeIf(it -> IN_ANOTHER_LIBRARY.contains(withoutVersion(it)));
    Set<String> named = librariesOfSbom();
    named.removeIf(it -> WITHOUT_COORDINATES.contains(withoutVersion(it)));

    assertEquals(libraries, named);
  }

  @Test
  void theSbomTellsNothingAboutTheBuild() throws IOException {
    assertFalse(sbom().has("serialNumber"));
    assertFalse(sbom().at("/metadata").has("timestamp"));
  }

  private static Path copyTo(String name, String permissions) throws IOException {
    Path copy = folder.resolve(name);
    for (Path file : ProjectFiles.all()) {
      Path target = copy.resolve(file);
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(permissions));
    }
    return copy;
  }

  private static Path build(Path project, Consumer<ProcessBuilder> change) throws Exception {
    MavenBuild.run(project, change, "-Prelease", "package");
    return project.resolve("target").resolve("release");
  }

  /** A machine with a strict umask, far from UTC, whose language has an i without a dot. */
  private static void makeUnusual(ProcessBuilder maven) {
    maven.command().addAll(0, List.of("sh", "-c", "umask 077; exec \"$@\"", "sh"));
    maven.environment().put("TZ", "Pacific/Chatham");
    maven
        .environment()
        .merge("MAVEN_OPTS", "-Duser.language=tr -Duser.country=TR", (a, b) -> a + " " + b);
  }

  private static Path zip() throws IOException {
    return release.resolve(
        names(release).stream().filter(it -> it.endsWith(".zip")).findFirst().orElseThrow());
  }

  private static JsonNode sbom() throws IOException {
    String name =
        names(release).stream().filter(it -> it.endsWith(".cdx.json")).findFirst().orElseThrow();
    return new ObjectMapper().readTree(release.resolve(name).toFile());
  }

  private static Set<String> librariesOfSbom() throws IOException {
    Set<String> libraries = new TreeSet<>();
    for (JsonNode it : sbom().path("components")) {
      libraries.add(
          "%s:%s:%s"
              .formatted(
                  it.path("group").asText(),
                  it.path("name").asText(),
                  it.path("version").asText()));
    }
    return libraries;
  }

  private static String withoutVersion(String coordinates) {
    return coordinates.substring(0, coordinates.lastIndexOf(':'));
  }

  private static String coordinates(byte[] pom) throws IOException {
    var properties = new Properties();
    properties.load(new ByteArrayInputStream(pom));
    return Stream.of("groupId", "artifactId", "version")
        .map(properties::getProperty)
        .collect(joining(":"));
  }

  private static byte[] bytes(ZipFile zip, String entry) throws IOException {
    try (InputStream content = zip.getInputStream(zip.getEntry(entry))) {
      return content.readAllBytes();
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(it -> it.getFileName().toString()).sorted().toList();
    }
  }
}
