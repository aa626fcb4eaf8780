package dev.acstoken.infra;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The Bicep compiler, which evaluates templates as Azure Resource Manager does. {@code az bicep
 * install} installs it.
 */
final class BicepCompiler {

  static final String SUBSCRIPTION = "22222222-0000-0000-0000-000000000001";

  /** As deep as the committed parameters files, so that their references hold. */
  private static final Path FOLDER = Path.of("target", "bicep", "snapshots");

  private static final String NEEDED =
      "These tests need the Bicep compiler: as bicep on the PATH, in ~/.azure/bin, or where the"
          + " variable BICEP says.";

  private final String program;

  private BicepCompiler(String program) {
    this.program = program;
  }

  /**
   * What the compiler made of a parameters file.
   *
   * @param refusal what it printed if it evaluated no deployment, otherwise empty
   * @param resources the resources that would be deployed
   * @param outputs the outputs of the deployment, by name
   */
  record Snapshot(String refusal, List<BicepValue> resources, BicepValue outputs) {

    Stream<BicepValue> resources(String type) {
      return resources.stream().filter(it -> it.at("type").text().equals(type));
    }
  }

  /** Returns the compiler; skips the test if there is none and no variable says that there is. */
  static BicepCompiler find() {
    var found = places().filter(Files::isExecutable).findFirst();
    Assumptions.assumeTrue(found.isPresent() || System.getenv("BICEP") != null, NEEDED);
    return new BicepCompiler(found.orElseThrow(() -> new IllegalStateException(NEEDED)).toString());
  }

  /** Evaluates a parameters file, whose references are relative to a folder in {@code src/test}. */
  Snapshot snapshot(String name, String parameters) throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    var file = Files.writeString(FOLDER.resolve(name + ".bicepparam"), parameters);
    var result = FOLDER.resolve(name + ".snapshot.json");
    Files.deleteIfExists(result);
    String printed = run(file);
    if (!Files.exists(result)) {
      return new Snapshot(printed, List.of(), new BicepValue(Optional.empty()));
    }
    var json = AzdProject.json(result);
    return new Snapshot("", json.at("predictedResources").items().toList(), json.at("outputs"));
  }

  private String run(Path file) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                program,
                "snapshot",
                file.toString(),
                "--subscription-id",
                SUBSCRIPTION,
                "--tenant-id",
                "99999999-0000-0000-0000-000000000001",
                "--location",
                "westeurope",
                "--deployment-name",
                "snapshot"));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    // The compiler runs without the ICU libraries, too.
    builder.environment().put("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1");
    var process = builder.start();
    process.getOutputStream().close();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return printed;
  }

  private static Stream<Path> places() {
    var home = Path.of(System.getProperty("user.home"), ".azure", "bin");
    return Stream.concat(
            Optional.ofNullable(System.getenv("BICEP")).map(Path::of).stream(),
            Stream.concat(
                    Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
                        .map(Path::of),
                    Stream.of(home))
                .flatMap(it -> Stream.of(it.resolve("bicep"), it.resolve("bicep.exe"))))
        .filter(Files::isRegularFile);
  }
}
