package dev.acstoken.infra;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that the preprovision hook names every variable that azd would leave out. */
@Execution(ExecutionMode.CONCURRENT)
class CheckSettingsTest {

  /** The variables of an environment that has been deployed. */
  private static final List<String> DEPLOYED =
      List.of("AZURE_ENV_NAME", "AZURE_LOCATION", "TOKEN_ENDPOINT_URL", "TABLE_STORAGE_TABLE");

  @TempDir private Path project;

  @BeforeEach
  void copyProject() throws IOException {
    for (String file : List.of("main.bicep", "main.parameters.json")) {
      copy(Path.of("infra", file));
    }
    try (var hooks = Files.newDirectoryStream(HookProgram.FOLDER)) {
      for (Path hook : hooks) {
        copy(hook);
      }
    }
  }

  @Test
  void theHookHasNothingToSayAboutADeployedEnvironment() throws Exception {
    environment(AzdProject.variables().toList());

    assertAccepted("", check());
  }

  @ParameterizedTest
  @CsvSource({
    "DEPLOYER_ACESS, DEPLOYER_ACCESS",
    "TOKEN_LIFETIME_MINUTE, TOKEN_LIFETIME_MINUTES",
    "TOKEN_LIFETIME, TOKEN_LIFETIME_MINUTES",
    "deployer_access, DEPLOYER_ACCESS",
    "DeployerAccess, DEPLOYER_ACCESS",
    "PRIVATE_NETWORK, PRIVATE_NETWORKING",
    "ZONE_REDUNDANCY, ZONE_REDUNDANT",
    "AUTH_ISSUER_URL, AUTH_ISSUER",
    "AUTH_ISUERS, AUTH_ISSUERS",
    "JAVA_VERSION, FUNCTIONS_JAVA_VERSION",
    "MAXIMUM_INSTANCES, FUNCTIONS_MAXIMUM_INSTANCES",
    "CORS_ORIGIN, CORS_ORIGINS",
    "HEALTH_WAIT_SECOND, HEALTH_WAIT_SECONDS",
    "ROLE_WAIT_SECONDS, ROLES_WAIT_SECONDS",
  })
  void aMisspeltNameIsRefusedWithTheRightOne(String name, String meant) throws Exception {
    environment(List.of("ALERT_EMAIL", name));
    var hook = check();

    assertEquals(1, hook.exitCode(), hook.printed());
    assertTrue(
        hook.printed()
            .contains(
                "Nothing in this deployment reads "
                    + name
                    + ". Set "
                    + meant
                    + " if you mean that, and delete the other one from "),
        hook.printed());
    assertEquals("Nothing has been provisioned.", hook.lastLine());
  }

  @Test
  void everyMisspeltNameIsRefusedAtOnce() throws Exception {
    environment(List.of("AUTH_ISUER", "ALERT_MAIL"));

    assertEquals(3, check().printed().lines().count());
  }

  @Test
  void everySettingIsRecognisedWithoutItsLastLetter() throws Exception {
    var names = AzdProject.variables().filter(it -> !it.startsWith("AZURE_")).toList();
    var cut = names.stream().map(it -> it.substring(0, it.length() - 1)).toList();
    environment(cut.stream().filter(it -> !names.contains(it)).toList());
    var printed = check().printed();

    assertEquals(
        List.of(),
        names.stream()
            .filter(it -> !names.contains(it.substring(0, it.length() - 1)))
            .filter(it -> !printed.contains(" Set " + it + " if "))
            .toList());
  }

  @Test
  void aNameThatIsLikeNoOtherIsOnlyNamed() throws Exception {
    environment(List.of("MY_OWN_THING", "OTHER"));

    assertAccepted("Nothing in this deployment reads MY_OWN_THING, OTHER.", check());
  }

  @ParameterizedTest
  @ValueSource(strings = {"AZURE_SUBSCRIPTION_ID", "AZURE_CLIENT_ID", "SERVICE_API_ENDPOINTS"})
  void theVariablesOfAzdAreLeftAlone(String name) throws Exception {
    environment(List.of(name));

    assertAccepted("", check());
  }

  @Test
  void theHookReadsAnyFormOfTheFile() throws Exception {
    environment("export AUTH_ISUER = 'x'\r\n# AUTH_AUDIENCES=x\r\n  ALERT_MAIL: x\r\n");
    var hook = check();

    assertEquals(
        List.of("AUTH_ISSUER", "ALERT_EMAIL").size(),
        hook.printed().lines().filter(it -> it.contains(". Set ")).count(),
        hook.printed());
  }

  @Test
  void aSettingThatOnlyTheShellHasIsNamed() throws Exception {
    environment(List.of("AUTH_ISSUER"));
    var hook = check(Map.of("AUTH_ISSUER", "https://a", "AUTH_REQUIRED_SCOPE", "secret"));

    assertEquals(0, hook.exitCode(), hook.printed());
    assertTrue(hook.printed().startsWith("AUTH_REQUIRED_SCOPE comes from this shell, not from"));
    assertFalse(hook.printed().contains("secret"), hook.printed());
    assertEquals(1, hook.printed().lines().count(), hook.printed());
  }

  /** Azure DevOps and GitHub pass all settings to azd like this. */
  @ParameterizedTest
  @ValueSource(strings = {"CI", "TF_BUILD"})
  void aPipelineMayPassItsSettingsInTheShell(String pipeline) throws Exception {
    environment(List.of("AZURE_ENV_NAME"), List.of());

    assertAccepted("", check(Map.of(pipeline, "true", "AUTH_REQUIRED_SCOPE", "x")));
  }

  /** azd prompts for the subscription after the first check, and the second check knows it. */
  @Test
  void aCloneWithoutASubscriptionHasNothingToUndoYet() throws Exception {
    environment(List.of("AZURE_ENV_NAME"), List.of());

    assertAccepted("", check());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\"b", "a\\b", "a\nb"})
  void aTextThatAzdBreaksOnIsRefusedByName(String value) throws Exception {
    environment(List.of("AUTH_ADMIN_ROLE", "AUTH_ISSUERS"));
    var hook = check(Map.of("AUTH_ADMIN_ROLE", value, "AUTH_ISSUERS", "[{\"issuer\":\"x\"}]"));

    assertEquals(1, hook.exitCode());
    assertEquals(
        """
        AUTH_ADMIN_ROLE has a quotation mark, a backslash or a line break, which azd breaks on.
        Nothing has been provisioned.""",
        hook.printed());
  }

  @Test
  void aVariableOfTheLastDeploymentThatIsNotSetIsRefused() throws Exception {
    environment(List.of("AUTH_ISSUER"));
    var hook = check(Map.of("DEPLOYED_VARIABLES", "AUTH_ISSUER=x\nPRIVATE_NETWORKING=true"));

    assertEquals(1, hook.exitCode());
    assertEquals(
        """
        The last deployment had variables that this clone does not have:
          PRIVATE_NETWORKING=true
        To keep them: azd env set --file .azure/test/last-deployment.env
        To set one back to its default: azd env set PRIVATE_NETWORKING=
        Nothing has been provisioned.""",
        hook.printed());
    assertEquals("PRIVATE_NETWORKING='true'\n", lastDeployment());
  }

  @Test
  void aVariableThatIsSetHereOrInTheShellMayDifferFromTheLastDeployment() throws Exception {
    environment("ALERT_EMAIL=\"\"\nTOKEN_LIFETIME_MINUTES=\"60\"\n");
    var last = "ALERT_EMAIL=a@b\nTOKEN_LIFETIME_MINUTES=90\nCORS_ORIGINS=x\nOF_AN_OLD_VERSION=x";
    var hook = check(Map.of("DEPLOYED_VARIABLES", last, "CORS_ORIGINS", "y"));

    assertEquals(0, hook.exitCode(), hook.printed());
  }

  @Test
  void theVariablesOfTheLastDeploymentAreWrittenSoThatAzdReadsThem() throws Exception {
    environment(List.of());
    check(
        Map.of(
            "DEPLOYED_VARIABLES",
            "AUTH_ISSUERS=[{\"issuer\":\"https://a\",\"admins\":{\"a$b\":\"c\\\\d\"}}]\nALERT_EMAIL=o'x\"$y\\z"));

    assertEquals(
        """
        ALERT_EMAIL="o'x\\"\\$y\\\\z"
        AUTH_ISSUERS='[{"issuer":"https://a","admins":{"a$b":"c\\\\d"}}]'
        """,
        lastDeployment());
  }

  @Test
  void aPipelineSetsBackOnlyTheVariablesThatItNames() throws Exception {
    environment(List.of());
    var shell =
        new HashMap<>(
            Map.of("CI", "true", "DEPLOYED_VARIABLES", "ALERT_EMAIL=a@b\nCORS_ORIGINS=x"));
    var refused = check(shell);
    shell.put("SET_BACK", "CORS_ORIGINS, ALERT_EMAIL");

    assertEquals(1, refused.exitCode());
    assertTrue(refused.printed().contains("  ALERT_EMAIL=a@b\n"), refused.printed());
    assertTrue(refused.printed().contains("in the variable SET_BACK."), refused.printed());
    assertAccepted("", check(shell));
  }

  @DisabledOnOs(OS.WINDOWS)
  @Test
  void aCloneThatHasNeverDeployedReadsTheLastDeploymentFromAzure() throws Exception {
    environment(List.of("AZURE_ENV_NAME"), List.of());
    azd(
        """
        case "$*" in
          'env refresh test --no-prompt') echo 'SUCCESS' ;;
          'env get-value DEPLOYED_VARIABLES --environment test') printf 'ALERT_EMAIL=a@b' ;;
          *) exit 9 ;;
        esac
        """);
    var hook = check(azdFirst());

    assertEquals(1, hook.exitCode());
    assertTrue(hook.printed().contains("  ALERT_EMAIL=a@b\n"), hook.printed());
  }

  @DisabledOnOs(OS.WINDOWS)
  @Test
  void aCloneThatHasDeployedReadsWhatAnotherOneHasDeployedSince() throws Exception {
    environment(List.of());
    azd("test \"$2\" = refresh || printf 'ALERT_EMAIL=a@b'");
    var shell = new HashMap<>(azdFirst());
    shell.put("DEPLOYED_VARIABLES", "CORS_ORIGINS=x");
    var hook = check(shell);

    assertEquals(1, hook.exitCode());
    assertTrue(hook.printed().contains("  ALERT_EMAIL=a@b\n"), hook.printed());
    assertFalse(hook.printed().contains("CORS_ORIGINS"), hook.printed());
  }

  @DisabledOnOs(OS.WINDOWS)
  @Test
  void aCloneThatHasDeployedFallsBackToItsOwnLastDeployment() throws Exception {
    environment(List.of());
    azd("exit 1");
    var shell = new HashMap<>(azdFirst());
    shell.put("DEPLOYED_VARIABLES", "CORS_ORIGINS=x");

    assertTrue(check(shell).printed().contains("  CORS_ORIGINS=x\n"));
  }

  @Test
  void aSwitchThatWasOffIsNotUndone() throws Exception {
    environment(List.of());

    assertAccepted("", check(Map.of("DEPLOYED_VARIABLES", "DEPLOYER_ACCESS=false")));
  }

  @DisabledOnOs(OS.WINDOWS)
  @Test
  void anEnvironmentThatWasNeverDeployedHasNothingToUndo() throws Exception {
    environment(List.of("AZURE_ENV_NAME"), List.of());
    azd("test \"$2\" = refresh");

    assertAccepted("", check(azdFirst()));
  }

  @DisabledOnOs(OS.WINDOWS)
  @Test
  void aCloneThatCannotReadTheLastDeploymentIsToldWhatADeploymentWouldUndo() throws Exception {
    environment(List.of("AZURE_ENV_NAME"), List.of());
    azd("exit 1");
    var hook = check(azdFirst());

    assertEquals(0, hook.exitCode());
    assertTrue(hook.printed().contains("azd env refresh"), hook.printed());
  }

  private Map<String, String> azdFirst() {
    return Map.of(
        "PATH", project + File.pathSeparator + System.getenv("PATH"),
        "AZURE_SUBSCRIPTION_ID", "x",
        "AZURE_LOCATION", "x");
  }

  private void azd(String script) throws IOException {
    var file = Files.writeString(project.resolve("azd"), "#!/bin/sh\n" + script);
    assertTrue(file.toFile().setExecutable(true));
  }

  private String lastDeployment() throws IOException {
    return Files.readString(project.resolve(".azure/test/last-deployment.env"))
        .replace(System.lineSeparator(), "\n");
  }

  /** A team may share them with other repositories. */
  @ParameterizedTest
  @ValueSource(strings = {"APP_ID", "CLIENT_ID", "JAVA_VERSION", "ADMIN_ROLE", "USER_CLAIM"})
  void aShortNameOfAPipelineMayMeanSomethingElse(String name) throws Exception {
    assertAccepted("Nothing in this deployment reads " + name + ".", check(Map.of(), name));
  }

  @Test
  void theNamesOfAPipelineCanBeChecked() throws Exception {
    var hook = check(Map.of(), "AUTH_ISSUER", "DEPLOYER_ACESS", "MAVEN_OPTS", "AZURE_CLIENT_ID");

    assertEquals(1, hook.exitCode());
    assertTrue(hook.printed().contains("Set DEPLOYER_ACCESS if you mean that, and rename"));
    assertTrue(hook.printed().contains("Nothing in this deployment reads MAVEN_OPTS."));
  }

  private static void assertAccepted(String note, CommandRun hook) {
    assertEquals(note, hook.printed());
    assertEquals(0, hook.exitCode());
  }

  private CommandRun check() throws Exception {
    return check(Map.of());
  }

  private CommandRun check(Map<String, String> shell, String... names) throws Exception {
    var environment = new HashMap<>(Map.of("AZURE_ENV_NAME", "test", "CI", "", "TF_BUILD", ""));
    environment.putAll(shell);
    return HookProgram.named("CheckSettings").run(project, environment, names);
  }

  private void environment(List<String> names) throws IOException {
    environment(names, DEPLOYED);
  }

  private void environment(List<String> names, List<String> others) throws IOException {
    environment(
        Stream.concat(names.stream(), others.stream())
            .map(it -> it + "=\"x\"\n")
            .collect(joining()));
  }

  private void environment(String file) throws IOException {
    var folder = Files.createDirectories(project.resolve(".azure").resolve("test"));
    var deployed = file.contains("AZURE_ENV_NAME") ? "" : "TOKEN_ENDPOINT_URL=\"x\"\n";
    Files.writeString(folder.resolve(".env"), file + deployed);
  }

  private void copy(Path file) throws IOException {
    var target = project.resolve(file);
    Files.createDirectories(target.getParent());
    Files.copy(file, target);
  }
}
