package dev.acstoken;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import dev.acstoken.contract.Contract;
import dev.acstoken.contract.ContractOperation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Verifies the content and the size of the staged package, which azd and Core Tools deploy. */
class PackageIT {

  // A larger package makes cold starts slower: every class of the SDKs is loaded from these jars.
  private static final long MAX_BYTES = 8_500_000;

  private static final Path STAGED = Path.of(System.getProperty("stagedPackage", ""));
  private static final Path COMPILED = Path.of("target", "classes");

  @Test
  void thePackageDescribesTheOperationsOfTheContract() throws IOException {
    assertEquals(
        Contract.SERVED.operations().stream().map(ContractOperation::declaration).sorted().toList(),
        functions()
            .filter(StagedFunction::isOperation)
            .map(StagedFunction::operation)
            .sorted()
            .toList());
  }

  @Test
  void thePackageDescribesOneTimer() throws IOException {
    assertEquals(
        List.of("Recovery 0 */5 * * * *"),
        functions()
            .filter(it -> !it.isOperation())
            .map(it -> it.name() + " " + it.schedule())
            .toList());
  }

  @TestFactory
  Stream<DynamicTest> thePackageContainsTheCodeOfEachFunction() throws IOException {
    return functions().map(it -> dynamicTest(it.name(), () -> assertCallable(it)));
  }

  /** The functions verify a bearer token; a key in a mobile app would be a published secret. */
  @TestFactory
  Stream<DynamicTest> onlyHealthDetailsRequiresAKey() throws IOException {
    return functions()
        .filter(StagedFunction::isOperation)
        .map(
            it ->
                dynamicTest(
                    it.name(),
                    () -> {
                      assertEquals(
                          it.name().equals("HealthDetails") ? "ADMIN" : "ANONYMOUS",
                          it.trigger().get("authLevel"));
                      assertEquals("$return", it.binding("http").orElseThrow().get("name"));
                      assertEquals(2, it.bindings().size());
                    }));
  }

  @Test
  void theHostLoadsNoExtensionBundle() throws IOException {
    var host = json(STAGED.resolve("host.json"));

    assertEquals("2.0", host.get("version"));
    assertFalse(host.containsKey("extensionBundle"), "HTTP and timer triggers need none");
  }

  @Test
  void thePackageContainsNoLocalSettings() {
    assertFalse(Files.exists(STAGED.resolve("local.settings.json")));
  }

  @Test
  void theLibrariesAreOneJarWithoutSignatures() throws IOException {
    assertEquals(List.of(STAGED.resolve("lib").resolve("libraries.jar")), libraries());
    for (Path path : List.of(application(), libraries().get(0))) {
      try (var jar = new JarFile(path.toFile())) {
        assertEquals(
            List.of(),
            jar.stream()
                .map(ZipEntry::getName)
                .filter(it -> it.matches("(?i)META-INF/[^/]*\\.(SF|RSA|DSA|EC)"))
                .toList(),
            "the JVM would verify the signature of every class");
      }
    }
  }

  @Test
  void thePackageContainsNoUnneededLibrary() throws IOException {
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
  void thePackageNamesItsLibrariesAndTheirLicenses() throws IOException {
    try (var jar = new JarFile(libraries().get(0).toFile())) {
      var names = jar.stream().map(ZipEntry::getName).toList();

      assertTrue(names.contains("META-INF/LICENSE"));
      assertTrue(names.contains("META-INF/NOTICE"));
      assertTrue(names.contains("META-INF/maven/com.azure/azure-core/pom.properties"));
    }
  }

  @Test
  void theServicesOfTheLibrariesAreDeclared() throws IOException {
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
  void theWorkerFindsTheMiddlewareThatPrimesTheApp() throws IOException {
    String service =
        "META-INF/services/com.microsoft.azure.functions.internal.spi.middleware.Middleware";
    try (var jar = new JarFile(application().toFile())) {
      String middleware =
          new String(jar.getInputStream(jar.getEntry(service)).readAllBytes(), UTF_8).strip();

      assertTrue(classes().contains(middleware.replace('.', '/') + ".class"), middleware);
    }
  }

  @Test
  void thePackageIsSmall() throws IOException {
    long application = Files.size(application());
    long libraries = 0;
    for (Path jar : libraries()) {
      libraries += Files.size(jar);
    }
    String size =
        String.format(
            Locale.ROOT,
            "Package: %,d of at most %,d bytes (application %,d, libraries %,d)",
            application + libraries,
            MAX_BYTES,
            application,
            libraries);
    System.out.println(size);
    assertTrue(application + libraries <= MAX_BYTES, size);
  }

  @Test
  void thePackageContainsTheApplicationWithoutItsTests() throws IOException {
    try (Stream<Path> compiled = Files.walk(COMPILED)) {
      assertEquals(
          compiled
              .map(it -> COMPILED.relativize(it).toString().replace(File.separatorChar, '/'))
              .filter(it -> it.endsWith(".class"))
              .collect(toCollection(TreeSet::new)),
          classes());
    }
  }

  @Test
  void thePackageContainsTheContract() throws IOException {
    try (var jar = new JarFile(application().toFile())) {
      assertTrue(jar.stream().anyMatch(it -> it.getName().equals("openapi.yaml")));
    }
  }

  @Test
  void thePackageContainsNoWebPage() throws IOException {
    try (Stream<Path> staged = Files.walk(STAGED);
        var jar = new JarFile(application().toFile())) {
      var files =
          Stream.concat(
                  staged.map(it -> STAGED.relativize(it).toString()),
                  jar.stream().map(ZipEntry::getName))
              .filter(it -> it.matches("(?i).*(console|\\.(html|css|m?js|svg)$).*"))
              .toList();

      assertEquals(List.of(), files, "the console would give every visitor a token of any user");
    }
  }

  private static void assertCallable(StagedFunction function) throws IOException {
    String entryPoint = String.valueOf(function.json().get("entryPoint"));
    String type = entryPoint.substring(0, entryPoint.lastIndexOf('.'));
    Path script = STAGED.resolve(function.name()).resolve(function.text("scriptFile"));

    assertTrue(type.startsWith("dev.acstoken.functions."), type);
    assertTrue(Files.isSameFile(application(), script), script.toString());
    assertTrue(classes().contains(type.replace('.', '/') + ".class"), type);
  }

  private static Stream<StagedFunction> functions() throws IOException {
    List<StagedFunction> functions = new ArrayList<>();
    for (Path folder : list(STAGED)) {
      Path description = folder.resolve("function.json");
      if (Files.exists(description)) {
        functions.add(new StagedFunction(folder.getFileName().toString(), json(description)));
      }
    }
    assertFalse(functions.isEmpty(), STAGED + " contains no function");
    return functions.stream();
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
    return list(folder).stream().filter(it -> it.toString().endsWith(".jar")).toList();
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** Returns the classes in the application's jar. */
  private static Set<String> classes() throws IOException {
    try (var jar = new JarFile(application().toFile())) {
      return jar.stream()
          .map(ZipEntry::getName)
          .filter(it -> it.endsWith(".class"))
          .collect(toCollection(TreeSet::new));
    }
  }

  /** A function as its {@code function.json} describes it to the host. */
  private record StagedFunction(String name, Map<String, Object> json) {
    String text(String field) {
      return String.valueOf(json.get(field));
    }

    boolean isOperation() {
      return binding("httpTrigger").isPresent();
    }

    /** Returns the operation in the form of {@link ContractOperation#toString()}. */
    String operation() {
      String methods =
          trigger().get("methods") instanceof List<?> list
              ? list.stream().map(String::valueOf).collect(joining(","))
              : "";
      return name + " " + methods + " " + trigger().get("route");
    }

    String schedule() {
      return String.valueOf(binding("timerTrigger").orElseThrow().get("schedule"));
    }

    Map<?, ?> trigger() {
      return binding("httpTrigger").orElseThrow();
    }

    Optional<Map<?, ?>> binding(String type) {
      return bindings().stream()
          .<Map<?, ?>>map(it -> (Map<?, ?>) it)
          .filter(it -> type.equals(it.get("type")))
          .findFirst();
    }

    List<?> bindings() {
      return json.get("bindings") instanceof List<?> list ? list : List.of();
    }
  }
}
