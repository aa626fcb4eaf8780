package dev.acstoken.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.interop.ForeignProgram;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that the commands of the README and of the program make a client trust the emulator,
 * even if the name of the home folder contains a space.
 */
@Timeout(180)
class ClientSetUpTest {

  private static final Path README = Path.of("src", "emulator", "README.md");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  @TempDir private Path parent;

  @SuppressWarnings("NullAway.Init")
  private AcsEmulator emulator;

  @BeforeEach
  void start() throws IOException {
    emulator = AcsEmulator.builder().host("localhost").certificates(certificates()).start();
    try (var out = Files.newOutputStream(Files.createDirectories(apps()).resolve("app.jar"))) {
      new JarOutputStream(out, probe()).close();
    }
    Files.writeString(
        apps().resolve("app.js"),
        "require('https').get(process.env.URL, (it) => console.log(it.resume().statusCode));");
    Files.writeString(apps().resolve("app"), "#!/bin/sh\nexec java -jar app.jar\n");
    assertTrue(apps().resolve("app").toFile().setExecutable(true));
  }

  @AfterEach
  void close() {
    emulator.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"java ", "JAVA_TOOL_OPTIONS=", "NODE_EXTRA_CA_CERTS="})
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "These commands are for a POSIX shell.")
  void thePosixCommandsOfTheReadmeWork(String beginning) throws Exception {
    String folder = line("sh", "EMULATOR=");

    assertTrusts(program("sh", "-c", folder + "\n" + line("sh", beginning)));
  }

  @Test
  void theVariableOfTheReadmeForPowerShellWorks() throws Exception {
    ProcessBuilder app = program("java", "-jar", "app.jar");
    String value = line("powershell", "$env:JAVA_TOOL_OPTIONS").split(" = ", 2)[1];
    app.environment().put("JAVA_TOOL_OPTIONS", words(value).get(0));

    assertTrusts(app);
  }

  @Test
  void theCommandOfTheReadmeForPowerShellWorks() throws Exception {
    assertTrusts(program(words(line("powershell", "java ")).toArray(String[]::new)));
  }

  @Test
  void theOptionsForJavaThatTheProgramPrintsWork() throws Exception {
    String printed = Main.clientSetUp(new CertificateFolder(certificates()));
    Matcher options = Pattern.compile("(?m)^  Java +(.+)$").matcher(printed);
    assertTrue(options.find(), printed);

    List<String> command = new ArrayList<>(List.of("java", "-jar", "app.jar"));
    command.addAll(1, words(options.group(1)));
    assertTrusts(program(command.toArray(String[]::new)));

    ProcessBuilder app = program("java", "-jar", "app.jar");
    app.environment().put("JAVA_TOOL_OPTIONS", options.group(1));
    assertTrusts(app);
  }

  @Test
  void thePathsThatTheProgramPrintsAreQuotedIfTheyContainASpace() {
    String withSpace = Main.clientSetUp(new CertificateFolder(Path.of("Jane Doe")));
    String without = Main.clientSetUp(new CertificateFolder(Path.of("jane-doe")));

    Path file = Path.of("Jane Doe", "ca.pem");
    assertTrue(withSpace.contains("NODE_EXTRA_CA_CERTS=\"" + file + "\"\n"), withSpace);
    assertTrue(withSpace.contains("--cacert \"" + file + "\"\n"), withSpace);
    assertTrue(without.contains("--cacert " + Path.of("jane-doe", "ca.pem") + "\n"), without);
  }

  private void assertTrusts(ProcessBuilder client) throws InterruptedException {
    List<String> printed = ForeignProgram.run(client).lines().toList();
    assertEquals("200", printed.get(printed.size() - 1), printed::toString);
  }

  private ProcessBuilder program(String... command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(apps().toFile()).redirectErrorStream(true);
    var environment = builder.environment();
    String java = Path.of(System.getProperty("java.home"), "bin").toString();
    environment.merge("PATH", java, (path, first) -> first + File.pathSeparator + path);
    environment.put("HOME", home().toString());
    environment.put("URL", emulator.endpoint() + "/emulator/ca.pem");
    return builder;
  }

  private Path home() {
    return parent.resolve("Jane Doe");
  }

  private Path certificates() {
    return home().resolve(".acs-emulator");
  }

  private Path apps() {
    return parent.resolve("apps");
  }

  /** Returns the words of a PowerShell command line, with its variables and paths expanded. */
  private List<String> words(String line) {
    String folder = words(line("powershell", "$emulator = "), "$HOME", home().toString()).get(2);
    return words(line, "$emulator", folder);
  }

  private static List<String> words(String line, String variable, String value) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line.replace('\\', File.separatorChar));
    while (word.find()) {
      String text = word.group(1) == null ? word.group(2) : word.group(1);
      words.add(text.equals(variable) ? text : text.replace(variable, value));
    }
    return words;
  }

  /** Returns the line of the README's block of commands that begins with a text. */
  private static String line(String language, String beginning) {
    try {
      return Files.readAllLines(README).stream()
          .dropWhile(line -> !line.equals("## Make a client trust it"))
          .dropWhile(line -> !line.equals("```" + language))
          .skip(1)
          .takeWhile(line -> !line.equals("```"))
          .filter(line -> line.startsWith(beginning))
          .findFirst()
          .orElseThrow(() -> new AssertionError(language + " " + beginning));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Manifest probe() {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, TrustProbe.class.getName());
    attributes.put(
        Attributes.Name.CLASS_PATH,
        TrustProbe.class.getProtectionDomain().getCodeSource().getLocation().toString());
    return manifest;
  }
}
