package dev.acstoken.infra;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.azure.json.JsonProviders;
import com.azure.json.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that the deployment workflow passes the repository's variables to azd. The workflow runs
 * on Linux.
 */
@EnabledOnOs(OS.LINUX)
class PipelineTest {

  private static final Path WORKFLOW = Path.of(".github", "workflows", "azure-dev.yml");

  /** The only script of the workflow with several lines. */
  private static final Pattern SCRIPT = Pattern.compile("run: \\|\\n((?: {10}.*\\n)+)");

  /** A variable in GitHub's form for several lines: {@code name<<mark}, value, mark. */
  private static final Pattern VARIABLE = Pattern.compile("(?ms)^(\\w+)<<(\\S+)\\n(.*?)\\n\\2$");

  @TempDir private Path folder;

  @BeforeAll
  static void findJq() {
    boolean isInstalled =
        Stream.of(String.valueOf(System.getenv("PATH")).split(":"))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "jq")));
    if (!isInstalled) {
      var needed = "The pipeline's script needs jq, which GitHub's runners have.";
      assumeTrue(System.getenv("CI") != null, needed);
      fail(needed);
    }
  }

  @Test
  void theWorkflowPassesEveryVariableThatAzdReads() throws Exception {
    var variables = AzdProject.variables().collect(toMap(name -> name, name -> "value of " + name));

    assertEquals(variables, passed(variables));
  }

  @Test
  void theWorkflowPassesTheVariablesOfTheHooks() throws Exception {
    var variables = Map.of("HEALTH_WAIT_SECONDS", "900", "ROLES_WAIT_SECONDS", "0");

    assertEquals(variables, passed(variables));
  }

  @Test
  void theWorkflowPassesNoOtherVariable() throws Exception {
    assertEquals(
        Map.of("TOKEN_SCOPES", "chat"),
        passed(
            Map.of("PATH", "/tmp", "MAVEN_OPTS", "-Xmx8g", "TOKEN_SCOPES", "chat", "TOKEN", "x")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "two\nlines",
        "TOKEN_SCOPES=chat\nPATH=/tmp",
        "a 'quoted' \"value\"",
        "$(id) `id` \\n ${HOME}",
        "a=b<<c",
        "[\n  {\"issuer\": \"https://example.com/{tenantid}\"}\n]",
        "Zoë"
      })
  void theWorkflowPassesAValueUnchanged(String value) throws Exception {
    var variables = Map.of("AUTH_ADMIN_ROLE", value, "TOKEN_SCOPES", "voip");

    assertEquals(variables, passed(variables));
  }

  /** An empty value would hide a template's default. */
  @Test
  void theWorkflowPassesNoEmptyValue() throws Exception {
    assertEquals(Map.of(), passed(Map.of("ALERT_EMAIL", "")));
  }

  @Test
  void theWorkflowPassesNothingInAForkWithoutVariables() throws Exception {
    assertEquals(Map.of(), passed(Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AZURE_CLIENT_ID: ${{ vars.AZURE_CLIENT_ID }}",
        "AZURE_TENANT_ID: ${{ vars.AZURE_TENANT_ID }}",
        "AZURE_SUBSCRIPTION_ID: ${{ vars.AZURE_SUBSCRIPTION_ID }}",
        "DEPLOYER_ACCESS: ${{ vars.DEPLOYER_ACCESS || 'false' }}",
        "VARIABLES: ${{ toJSON(vars) }}"
      })
  void theWorkflowReadsTheVariablesOfTheRepository(String line) throws IOException {
    assertTrue(Files.readString(WORKFLOW).contains(" " + line + "\n"));
  }

  /** azd would never see a variable whose name the parameters file does not have. */
  @Test
  void theWorkflowChecksTheNamesOfAllVariables() throws IOException {
    var workflow = Files.readString(WORKFLOW);

    assertTrue(
        workflow.contains(
            "run: jq --raw-output 'keys[]' <<< \"$VARIABLES\" | xargs java infra/hooks/CheckSettings.java\n"));
    assertTrue(workflow.indexOf("CheckSettings.java") < workflow.indexOf("azd provision"));
  }

  private Map<String, String> passed(Map<String, String> variables) throws Exception {
    var script = Files.writeString(folder.resolve("script"), script());
    var target = Files.createFile(folder.resolve("env"));
    var builder =
        new ProcessBuilder("bash", "-eo", "pipefail", script.toString()).redirectErrorStream(true);
    builder.environment().put("VARIABLES", json(variables));
    builder.environment().put("GITHUB_ENV", target.toString());
    var process = builder.start();
    process.getOutputStream().close();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), printed);

    var passed = new HashMap<String, String>();
    var written = Files.readString(target);
    var rest =
        VARIABLE
            .matcher(written)
            .replaceAll(
                match -> {
                  passed.put(match.group(1), match.group(3));
                  return "";
                });
    assertTrue(rest.isBlank(), written);
    return passed;
  }

  private static String script() throws IOException {
    var script = SCRIPT.matcher(Files.readString(WORKFLOW));
    assertTrue(script.find(), "the workflow has a script");
    return script.group(1);
  }

  private static String json(Map<String, String> variables) throws IOException {
    var text = new StringWriter();
    try (JsonWriter json = JsonProviders.createWriter(text)) {
      json.writeMap(variables, JsonWriter::writeString);
    }
    return text.toString();
  }
}
