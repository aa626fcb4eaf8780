package dev.acstoken;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is deployed: the staged package, as azd and Core Tools take it. */
class PackageIT {

  // Cold starts grow with it: every class of the SDKs comes from these jars.
  private static final long MAX_BYTES = 8_000_000;

  private static final Path STAGED = Path.of(System.getProperty("stagedPackage", ""));

  private static final Map<String, List<String>> FUNCTIONS =
      Map.ofEntries(
          Map.entry("ExchangeTeamsToken", List.of("POST", "users/me/teams-tokens")),
          Map.entry("CreateIdentity", List.of("PUT", "users/{userId}/identity")),
          Map.entry("GetIdentity", List.of("GET", "users/{userId}/identity")),
          Map.entry("DeleteIdentity", List.of("DELETE", "users/{userId}/identity")),
          Map.entry("IssueToken", List.of("POST", "users/{userId}/tokens")),
          Map.entry("RefreshToken", List.of("POST", "users/{userId}/tokens/refresh")),
          Map.entry("RevokeTokens", List.of("DELETE", "users/{userId}/tokens")),
          Map.entry("Health", List.of("GET", "health")),
          Map.entry("OpenApi", List.of("GET", "openapi.yaml")),
          Map.entry("GetAccess", List.of("GET", "users/{userId}/access")),
          Map.entry("SetAccess", List.of("PUT", "users/{userId}/access")),
          Map.entry("ResetAccess", List.of("DELETE", "users/{userId}/access")),
          Map.entry("FindUser", List.of("GET", "identities/{communicationUserId}")));

  @Test
  void holdsTheFunctionsOfTheContractAndNoOther() throws IOException {
    try (Stream<Path> staged = Files.list(STAGED)) {
      var described =
          staged
              .filter(it -> Files.exists(it.resolve("function.json")))
              .map(it -> STAGED.relativize(it).toString())
              .toList();
      var expected = new TreeSet<>(FUNCTIONS.keySet());
      expected.add("SweepIdentities");
      assertEquals(expected, new TreeSet<>(described));
    }
  }

  @TestFactory
  Stream<DynamicTest> describesEachFunctionToTheHost() {
    return FUNCTIONS.entrySet().stream()
        .map(it -> dynamicTest(it.getKey(), () -> assertDescribed(it.getKey(), it.getValue())));
  }

  @Test
  void describesTheSweepsTimerToTheHost() throws IOException {
    var function = json(STAGED.resolve("SweepIdentities").resolve("function.json"));

    assertEquals("dev.acstoken.functions.SweepIdentities.run", function.get("entryPoint"));
    assertEquals(
        "0 */5 * * * *", binding(list(function, "bindings"), "timerTrigger").get("schedule"));
  }

  @Test
  void configuresTheHostWithoutAnExtensionBundle() throws IOException {
    var host = json(STAGED.resolve("host.json"));

    assertEquals("2.0", host.get("version"));
    assertFalse(host.containsKey("extensionBundle"), "HTTP and timer triggers need none");
  }

  @Test
  void holdsNoSettingsOfADevelopersMachine() {
    assertFalse(Files.exists(STAGED.resolve("local.settings.json")));
  }

  @Test
  void holdsItsLibrariesAsOneJarWithoutSignatures() throws IOException {
    assertEquals(List.of(STAGED.resolve("lib").resolve("libraries.jar")), libraries());
    for (Path path : List.of(application(), libraries().get(0))) {
      try (var jar = new JarFile(path.toFile())) {
        assertEquals(
            List.of(),
            jar.stream()
                .map(ZipEntry::getName)
                .filter(it -> it.matches("(?i)META-INF/[^/]*\\.(SF|RSA|DSA|EC)"))
                .toList(),
            "the JVM would verify every class");
      }
    }
  }

  @Test
  void holdsNoLibraryThatItDoesNotNeed() throws IOException {
    try (var jar = new JarFile(libraries().get(0).toFile())) {
      assertEquals(
          List.of(),
          jar.stream()
              .map(ZipEntry::getName)
              .filter(
                  it ->
                      it.matches(
                          "(io/netty|com/sun/jna|okhttp3|org/junit|com/tngtech|com/google/gson|kotlin)/.*"))
              .toList());
    }
  }

  @Test
  void namesTheLibrariesAndTheirLicenses() throws IOException {
    try (var jar = new JarFile(libraries().get(0).toFile())) {
      var names = jar.stream().map(ZipEntry::getName).toList();

      assertTrue(names.contains("META-INF/LICENSE"));
      assertTrue(names.contains("META-INF/NOTICE"));
      assertTrue(names.contains("META-INF/maven/com.azure/azure-core/pom.properties"));
    }
  }

  @Test
  void mergesWhatTheLibrariesDeclareAsServices() throws IOException {
    try (var jar = new JarFile(libraries().get(0).toFile())) {
      assertTrue(
          jar.stream()
              .anyMatch(
                  it ->
                      it.getName()
                          .equals("META-INF/services/com.azure.core.http.HttpClientProvider")));
    }
  }

  @Test
  void letsTheWorkerBeginTheWarmUp() throws IOException {
    String service =
        "META-INF/services/com.microsoft.azure.functions.internal.spi.middleware.Middleware";
    try (var jar = new JarFile(application().toFile())) {
      assertEquals(
          "dev.acstoken.functions.WarmUpMiddleware",
          new String(jar.getInputStream(jar.getEntry(service)).readAllBytes(), UTF_8).strip());
      assertTrue(
          jar.stream()
              .anyMatch(
                  it -> it.getName().equals("dev/acstoken/functions/WarmUpMiddleware.class")));
    }
  }

  @Test
  void isSmall() throws IOException {
    long bytes = 0;
    for (Path jar : libraries()) {
      bytes += Files.size(jar);
    }
    bytes += Files.size(application());
    System.out.printf("Staged jars: %,d bytes%n", bytes);
    assertTrue(bytes <= MAX_BYTES, bytes + " bytes");
  }

  @Test
  void holdsTheApplicationWithoutItsTests() throws IOException {
    try (var jar = new JarFile(application().toFile())) {
      var classes =
          jar.stream().map(ZipEntry::getName).filter(it -> it.endsWith(".class")).toList();

      assertTrue(classes.contains("dev/acstoken/TokenEndpoint.class"));
      assertEquals(
          List.of(),
          classes.stream()
              .filter(
                  it -> it.matches("dev/acstoken/(emulator|local)/.*|.*(Test|IT)(\\$.*)?\\.class"))
              .toList());
      assertEquals(
          List.of(), classes.stream().filter(it -> !it.startsWith("dev/acstoken/")).toList());
    }
  }

  @Test
  void holdsTheContract() throws IOException {
    try (var jar = new JarFile(application().toFile())) {
      assertTrue(jar.stream().anyMatch(it -> it.getName().equals("openapi.yaml")));
    }
  }

  @Test
  void holdsNoPageForPeople() throws IOException {
    try (Stream<Path> staged = Files.walk(STAGED);
        var jar = new JarFile(application().toFile())) {
      var files =
          Stream.concat(
                  staged.map(it -> STAGED.relativize(it).toString()),
                  jar.stream().map(ZipEntry::getName))
              .filter(it -> it.matches("(?i).*(console|\\.(html|css|m?js|svg)$).*"))
              .toList();

      assertEquals(List.of(), files, "the console gives anyone any token");
    }
  }

  private static void assertDescribed(String name, List<String> methodAndRoute) throws IOException {
    var function = json(STAGED.resolve(name).resolve("function.json"));
    var bindings = list(function, "bindings");
    var trigger = binding(bindings, "httpTrigger");

    assertEquals("dev.acstoken.functions." + name + ".run", function.get("entryPoint"));
    assertTrue(
        Files.exists(STAGED.resolve(name).resolve(String.valueOf(function.get("scriptFile")))),
        "the jar that it names is there");
    assertEquals(
        methodAndRoute,
        List.of(
            list(trigger, "methods").stream().map(String::valueOf).collect(joining(",")),
            String.valueOf(trigger.get("route"))));
    assertEquals("ANONYMOUS", trigger.get("authLevel"));
    assertEquals("$return", binding(bindings, "http").get("name"));
    assertEquals(2, bindings.size());
  }

  private static Map<?, ?> binding(List<?> bindings, String type) {
    return bindings.stream()
        .map(it -> (Map<?, ?>) it)
        .filter(it -> type.equals(it.get("type")))
        .findFirst()
        .orElseThrow();
  }

  private static List<?> list(Map<?, ?> json, String field) {
    return json.get(field) instanceof List<?> list ? list : List.of();
  }

  private static Map<String, Object> json(Path file) throws IOException {
    try (JsonReader reader = JsonProviders.createReader(Files.readString(file))) {
      return reader.readMap(JsonReader::readUntyped);
    }
  }

  private static List<Path> libraries() throws IOException {
    return jars(STAGED.resolve("lib"));
  }

  private static Path application() throws IOException {
    List<Path> jars = jars(STAGED);
    assertEquals(1, jars.size(), jars.toString());
    return jars.get(0);
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(it -> it.toString().endsWith(".jar")).toList();
    }
  }
}
