package dev.acstoken.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.acstoken.devhost.DevelopmentHost;
import dev.acstoken.devhost.NodePackages;
import dev.acstoken.interop.ForeignProgram;
import dev.acstoken.interop.ForeignTool;
import dev.acstoken.interop.GoTool;
import dev.acstoken.interop.Interop;
import dev.acstoken.interop.MavenBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Generates clients from the contract with the generators of others, and runs each against the
 * endpoint and against responses that it may see one day.
 */
@Interop
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratedClientsTest {

  private static final Path CLIENTS = Path.of("src", "test", "clients");

  private static final Path CONTRACT =
      Path.of("src", "main", "resources", "openapi.yaml").toAbsolutePath();

  private static final String EXPECTED =
      """
      no body: chat voip
      empty request: chat voip
      60 minutes: chat voip
      refresh: chat voip
      empty access: 400 invalid_request
      access: chat voip
      revoke: done
      new scope: chat video
      new code: 403 account_on_hold
      date to retry: 429 rate_limited
      page: 502 without a problem""";

  private final DevelopmentHost host = DevelopmentHost.onFreePorts();
  private final UnusualEndpoint unusual = new UnusualEndpoint();

  @AfterAll
  void stop() {
    unusual.close();
    host.close();
  }

  /**
   * Without options of its own, the generator's client sends an empty list for what is left out. It
   * stands for everything or for nothing, and the endpoint does not guess.
   */
  @Test
  void javaClientsOfOpenApiGeneratorRun() throws InterruptedException {
    MavenBuild.run(CLIENTS.resolve("java"), "process-classes");

    assertEquals(EXPECTED, run("java", built("java", "dev.acstoken.clients.Calls")));

    String output = run("java-defaults", built("java", "dev.acstoken.clients.CallsWithDefaults"));
    assertTrue(output.contains("no body: done"), output);
    assertTrue(output.matches("(?s).*\nempty request: 400 [^\n]*Leave out[^\n]*scopes.*"), output);
    assertTrue(output.matches("(?s).*\n60 minutes: 400 [^\n]*Leave out[^\n]*scopes.*"), output);
    assertTrue(output.matches("(?s).*\nempty access: 400 .*"), output);
    assertTrue(output.contains("\nrefresh: done"), output);
  }

  @Test
  void kotlinClientsOfOpenApiGeneratorRun() throws InterruptedException {
    MavenBuild.run(CLIENTS.resolve("kotlin"), "process-classes");

    assertEquals(EXPECTED, run("kotlin", built("kotlin", "CallsKt")));
  }

  @Test
  void typeScriptClientsOfOpenApiTypescriptRun() throws InterruptedException {
    var project = NodePackages.of(CLIENTS.resolve("typescript"));
    ForeignProgram.run(
        project.script(
            "node_modules/openapi-typescript/bin/cli.js",
            CONTRACT.toString(),
            "--output=build/contract.d.mts"));
    ForeignProgram.run(project.script("node_modules/typescript/bin/tsc"));

    assertEquals(EXPECTED, run("typescript", project.script("build/calls.mjs").command()));
  }

  @Test
  void goClientsOfOapiCodegenRun() throws Exception {
    Path project = copyOf(Path.of("go", "oapi"));
    Path generator =
        GoTool.install("github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.0");
    Files.createDirectories(project.resolve("client"));
    ForeignProgram.run(
        command(
            project,
            generator.toString(),
            "-generate=types,client",
            "-package=client",
            "-o=client/client.gen.go",
            CONTRACT.toString()));

    assertEquals(EXPECTED, run("oapi-codegen", builtGoProgram(project)));
  }

  @Test
  void goClientsOfOgenRun() throws Exception {
    Path project = copyOf(Path.of("go", "ogen"));
    Path generator = GoTool.install("github.com/ogen-go/ogen/cmd/ogen@v1.25.0");
    ForeignProgram.run(
        command(
            project,
            generator.toString(),
            "--target=client",
            "--package=client",
            CONTRACT.toString()));

    assertEquals(EXPECTED, run("ogen", builtGoProgram(project)));
  }

  @Test
  void pythonClientsOfOpenApiPythonClientRun() throws Exception {
    ForeignTool.offer("python3");
    Path project = copyOf(Path.of("python"));
    var modules =
        command(
            project, "python3", "-c", "import ensurepip, sys; assert sys.version_info > (3, 10)");
    assumeTrue(
        ForeignProgram.start(modules).awaitExit() == 0,
        "This test needs Python 3.10 or newer with the module venv, in Debian python3-venv.");
    ForeignProgram.run(command(project, "python3", "-m", "venv", "environment"));
    String programs = project.resolve("environment").resolve("bin").toString();
    ForeignProgram.run(
        command(project, programs + "/pip", "install", "--quiet", "-r", "requirements.txt"));
    ForeignProgram.run(
        command(
            project,
            programs + "/openapi-python-client",
            "generate",
            "--path=" + CONTRACT,
            "--meta=none",
            "--output-path=acs_client"));

    assertEquals(
        EXPECTED,
        run("python", List.of(programs + "/python", project.resolve("calls.py").toString())));
  }

  private static List<String> builtGoProgram(Path project) throws InterruptedException {
    GoTool.run(project, "build", "-o", "calls");
    return List.of(project.resolve("calls").toString());
  }

  /** Copies a project to a new folder below {@code target}, where its client is generated. */
  private static Path copyOf(Path project) throws IOException {
    Path folder = Path.of("target", "clients").resolve(project).toAbsolutePath();
    if (Files.exists(folder)) {
      deleteAll(folder);
    }
    Files.createDirectories(folder);
    try (var files = Files.list(CLIENTS.resolve(project))) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    return folder;
  }

  private static void deleteAll(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static ProcessBuilder command(Path folder, String... command) {
    return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
  }

  private static List<String> built(String project, String mainClass) {
    return MavenBuild.program(CLIENTS.resolve(project), mainClass);
  }

  /** Runs a program as a user of its own, who is an admin, and returns its output. */
  private String run(String user, List<String> program) throws InterruptedException {
    var command = new ArrayList<>(program);
    command.add(host.baseUri().toString());
    command.add(host.emulators().issuer().token(user, "Identity.Admin"));
    command.add(unusual.uri().toString());
    return ForeignProgram.run(new ProcessBuilder(command).redirectErrorStream(true));
  }
}
