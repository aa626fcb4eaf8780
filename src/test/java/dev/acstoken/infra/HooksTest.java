package dev.acstoken.infra;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies the hooks as azure.yaml starts them. azd writes the inline text to a temporary script,
 * which it runs in the project's folder.
 */
@Execution(ExecutionMode.CONCURRENT)
class HooksTest {

  private static final Pattern RUN =
      Pattern.compile(
          "(?m)^  (\\w+):.*\\n    posix:\\n(?: {6}\\w.*\\n)*? {6}run: \\|\\n((?: {8}.*\\n)+)"
              + "    windows:\\n(?: {6}\\w.*\\n)*? {6}run: \\|\\n((?: {8}.*\\n)+)");

  @TempDir private Path folder;

  @Test
  void theHooksOfBothPlatformsStartEveryProgram() throws IOException {
    var programs = new TreeSet<String>();
    try (Stream<Path> files = Files.list(HookProgram.FOLDER)) {
      files.map(it -> "infra/hooks/" + it.getFileName()).forEach(programs::add);
    }

    assertEquals(List.of("postdeploy", "predeploy", "preup"), List.copyOf(posix().keySet()));
    for (var texts : List.of(posix(), windows())) {
      assertEquals(
          programs,
          new TreeSet<>(
              Pattern.compile("infra/hooks/\\w+\\.java")
                  .matcher(String.join("", texts.values()))
                  .results()
                  .map(it -> it.group())
                  .toList()));
    }
  }

  @Test
  void theSettingsAreCheckedBeforePackagingAndBeforeEachProvisioning() throws IOException {
    var yaml = azureYaml();

    assertTrue(yaml.contains("\n  preup: &checkSettings\n"));
    assertTrue(yaml.contains("\n  preprovision: *checkSettings\n"));
    assertTrue(("" + posix().get("preup")).contains("CheckSettings.java"));
  }

  /** Without it, PowerShell would report success. */
  @Test
  void theHooksForWindowsPassTheExitStatusOn() throws IOException {
    assertAll(
        windows().values().stream()
            .map(it -> () -> assertTrue(it.endsWith("\nexit $LASTEXITCODE\n"), it)));
  }

  /** Windows PowerShell 5.1 reads a script without a byte order mark in the system's code page. */
  @Test
  void theHooksAreAscii() throws IOException {
    assertTrue(azureYaml().chars().allMatch(it -> it < 128));
    try (Stream<Path> files = Files.list(HookProgram.FOLDER)) {
      for (Path file : files.toList()) {
        assertTrue(Files.readString(file).chars().allMatch(it -> it < 128), file::toString);
      }
    }
  }

  @DisabledOnOs(OS.WINDOWS)
  @ParameterizedTest
  @ValueSource(strings = {"my work (1) of o'brien in $HOME;b & \"c\"", "-n"})
  void theHooksRunInAFolderOfAnyName(String name) throws Exception {
    var project = copyProject(name, "\n");

    assertAll(
        () -> assertEquals(0, run(project, "preup", settings()).exitCode()),
        () -> assertTrue(run(project, "predeploy", Map.of()).printed().contains("azd provision")),
        () -> assertTrue(run(project, "postdeploy", Map.of()).printed().contains("azd provision")));
  }

  /** azd takes Windows PowerShell 5.1 where PowerShell 7 is missing. */
  @EnabledOnOs(OS.WINDOWS)
  @ParameterizedTest
  @CsvSource({"powershell, my work", "powershell, o'brien $HOME", "pwsh, work (1)", "pwsh, a & b"})
  void theHooksForWindowsRunInAFolderOfAnyName(String shell, String name) throws Exception {
    var project = copyProject(name, "\r\n");
    var missing = Map.of("JAVA_HOME", "" + folder);
    var unset = Map.of("JAVA_HOME", "" + jdk(), "TOKEN_ENDPOINT_URL", "");

    assertAll(
        () -> assertEquals(0, runOnWindows(shell, project, "preup", settings()).exitCode()),
        () -> assertEquals(1, runOnWindows(shell, project, "preup", missing).exitCode()),
        () -> assertEquals(1, runOnWindows(shell, project, "predeploy", unset).exitCode()),
        () -> assertEquals(1, runOnWindows(shell, project, "postdeploy", unset).exitCode()));
  }

  @DisabledOnOs(OS.WINDOWS)
  @Test
  void theHooksRunInACheckoutWithTheLineEndingsOfWindows() throws Exception {
    var project = copyProject("crlf", "\r\n");

    assertEquals(0, run(project, "preup", settings()).exitCode());
    assertTrue(run(project, "postdeploy", Map.of()).printed().contains("azd provision"));
  }

  @DisabledOnOs(OS.WINDOWS)
  @Test
  void theJdkOfJavaHomeIsUsedFirst() throws Exception {
    var jdk = Files.createSymbolicLink(folder.resolve("my jdk"), jdk());
    var project = copyProject("work", "\n");
    var hook = run(project, "preup", Map.of("JAVA_HOME", "" + jdk, "PATH", "/bin"));

    assertEquals(0, hook.exitCode(), hook.printed());
  }

  @DisabledOnOs(OS.WINDOWS)
  @Test
  void aMissingJdkIsNamed() throws Exception {
    var hook = run(copyProject("work", "\n"), "preup", Map.of("JAVA_HOME", "" + folder));

    assertEquals(1, hook.exitCode());
    assertTrue(hook.printed().startsWith("A JDK, version 17 or newer, is missing."));
    assertEquals(1, hook.printed().lines().count());
  }

  /** This is what javac of an older JDK does. */
  @DisabledOnOs(OS.WINDOWS)
  @Test
  void anOlderJdkIsNamed() throws Exception {
    var bin = Files.createDirectories(folder.resolve("jdk").resolve("bin"));
    var javac = Files.writeString(bin.resolve("javac"), "#!/bin/sh\necho invalid flag; exit 2\n");
    assertTrue(javac.toFile().setExecutable(true));
    var hook = run(copyProject("work", "\n"), "preup", Map.of("JAVA_HOME", "" + bin.getParent()));

    assertTrue(hook.printed().startsWith("A JDK, version 17 or newer, is missing."));
    assertFalse(hook.printed().contains("invalid flag"));
  }

  private CommandRun run(Path project, String hook, Map<String, String> variables)
      throws Exception {
    var script = folder.resolve("azd-" + hook + "-1.sh");
    Files.writeString(script, "#!/bin/sh\nset -e\n\n" + posix().get(hook) + "\n");
    var environment = new TreeMap<>(Map.of("JAVA_HOME", "" + jdk(), "TOKEN_ENDPOINT_URL", ""));
    // Compiling a program before it runs takes half of the time.
    environment.put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    environment.putAll(variables);
    return CommandRun.of(project, environment, List.of("sh", "" + script));
  }

  private CommandRun runOnWindows(
      String shell, Path project, String hook, Map<String, String> variables) throws Exception {
    var script = folder.resolve("azd-" + hook + "-1.ps1");
    Files.writeString(script, "$ErrorActionPreference = 'Stop'\n\n" + windows().get(hook) + "\n");
    return CommandRun.of(project, variables, List.of(shell, "" + script));
  }

  private static Map<String, String> settings() {
    return Map.of("AZURE_ENV_NAME", "test", "CI", "true");
  }

  /** Nothing in the copy is executable. */
  private Path copyProject(String name, String lineEnding) throws IOException {
    var project = folder.resolve(name);
    try (Stream<Path> files = Files.walk(Path.of("infra"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        var target = project.resolve(file);
        Files.createDirectories(target.getParent());
        Files.writeString(target, Files.readString(file).replace("\n", lineEnding));
      }
    }
    return project;
  }

  private static Path jdk() {
    return Path.of(System.getProperty("java.home"));
  }

  private static Map<String, String> posix() throws IOException {
    return texts(2);
  }

  private static Map<String, String> windows() throws IOException {
    return texts(3);
  }

  private static Map<String, String> texts(int group) throws IOException {
    var texts = new TreeMap<String, String>();
    RUN.matcher(azureYaml())
        .results()
        .forEach(it -> texts.put(it.group(1), it.group(group).replaceAll("(?m)^ {8}", "")));
    return texts;
  }

  private static String azureYaml() throws IOException {
    return Files.readString(Path.of("azure.yaml"));
  }
}
