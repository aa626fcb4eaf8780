package dev.acstoken.infra;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.docs.SignInGuide;
import dev.acstoken.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies that a script registers the API with Entra ID, with fake {@code az} and {@code azd}
 * commands.
 */
@DisabledOnOs(OS.WINDOWS)
class EntraRegistrationTest {

  /** Keeps the directory's objects as files and appends each change to {@code changes}. */
  private static final String AZ =
      """
      #!/bin/sh
      case "$*" in
        'account show'*) echo 99999999-0000-0000-0000-000000000000 ;;
        *activeDirectory*) cat "$STATE/login" ;;
        *microsoftGraphResourceId*) echo https://graph.example/ ;;
        'ad app list'*) cat "$STATE/apps" 2>/dev/null ;;
        'ad app create'*) echo "$*" >> "$STATE/changes"; echo "$APP_ID" | tee "$STATE/apps" ;;
        'ad app show'*requestedAccessTokenVersion*) cat "$STATE/version" 2>/dev/null ;;
        'ad app show'*) cat "$STATE/granted" 2>/dev/null ;;
        'rest --method patch'*)
          echo rest "$5" >> "$STATE/changes"
          for last; do :; done
          echo "$last" > "$STATE/body"
          case "$last" in @*) cat "${last#@}" ;; *) echo "$last" ;; esac > "$STATE/patch"
          echo 2 > "$STATE/version"
          printf 'Identity.Admin\\nInvitation.Create\\nTokens.Issue\\n' > "$STATE/granted" ;;
        'ad sp list'*) cat "$STATE/sp" 2>/dev/null ;;
        'ad sp create'*) echo "$*" >> "$STATE/changes"; echo sp > "$STATE/sp" ;;
        *) echo "unexpected: az $*" >&2; exit 9 ;;
      esac
      exit 0
      """;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init")
  private FakeAzure azure;

  @BeforeEach
  void install() throws IOException {
    azure = FakeAzure.in(folder, AZ, "AZURE_ENV_NAME test");
    azure.writeState("login", "https://login.example/\n");
  }

  @Test
  void theScriptRegistersTheApiAndSetsTheVariables() throws Exception {
    var script = run();

    assertEquals(0, script.exitCode(), script.printed());
    assertEquals(
        "The azd environment now accepts tokens for acs-token-endpoint-test. Next: azd env set"
            + " COMMUNICATION_DATA_LOCATION <geography>, then azd up",
        script.lastLine());
    assertEquals(
        """
        AUTH_ISSUER https://login.example/99999999-0000-0000-0000-000000000000/v2.0
        AUTH_AUDIENCE 11111111-2222-3333-4444-555555555555
        AUTH_USER_CLAIM oid
        AUTH_REQUIRED_SCOPE Tokens.Issue
        """,
        azure.state("environment"));
    var patch = AzdProject.json(azure.file("patch"));
    assertAll(
        () ->
            assertEquals(
                "https://graph.example/v1.0/applications(appId='" + FakeAzure.APP_ID + "')",
                azure
                    .state("changes")
                    .lines()
                    .filter(it -> it.startsWith("rest "))
                    .findFirst()
                    .orElse("")
                    .substring(5)),
        () -> assertEquals("2", patch.at("api", "requestedAccessTokenVersion").text()),
        () ->
            assertEquals(
                "Tokens.Issue",
                patch
                    .at("api", "oauth2PermissionScopes")
                    .items()
                    .findFirst()
                    .orElseThrow()
                    .at("value")
                    .text()),
        () ->
            assertEquals(
                Stream.of(Setting.AUTH_ADMIN_ROLE, Setting.AUTH_INVITATION_ROLE)
                    .map(setting -> setting.defaultValue().orElseThrow())
                    .toList(),
                patch.at("appRoles").items().map(it -> it.at("value").text()).toList()));
  }

  /** The Azure CLI does so on Windows, where the script runs in Git Bash. */
  @Test
  void theScriptSetsTheSameVariablesIfTheAzureCliEndsItsLinesWithCrLf() throws Exception {
    run();
    var variables = azure.state("environment");
    azure = FakeAzure.in(Files.createDirectory(folder.resolve("crlf")), AZ, "AZURE_ENV_NAME test");
    azure.writeState("login", "https://login.example/\n");
    azure.endLinesWithCrLf();
    var first = run();
    var second = run();

    assertEquals(0, first.exitCode(), first.printed());
    assertEquals(0, second.exitCode(), second.printed());
    assertEquals(variables + variables, azure.state("environment"));
  }

  /** Quotes would be lost on the way through {@code az.cmd}. */
  @Test
  void theScriptPassesJsonInAFileThatItDeletes() throws Exception {
    var temporary = Files.createDirectory(folder.resolve("my temporary files"));
    var script = azure.run("infra/entra-registration.sh", Map.of("TMPDIR", "" + temporary));

    assertEquals(0, script.exitCode(), script.printed());
    assertTrue(azure.state("body").startsWith("@" + temporary), azure.state("body"));
    try (var left = Files.list(temporary)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void aRerunChangesNothing() throws Exception {
    run();
    var changes = azure.state("changes");
    var rerun = run();

    assertEquals(0, rerun.exitCode(), rerun.printed());
    assertEquals(changes, azure.state("changes"));
  }

  @Test
  void theScriptPrintsTheIssuerAndSetsNothingIfTheEnvironmentListsIssuers() throws Exception {
    azure = FakeAzure.in(folder, AZ, "AZURE_ENV_NAME test", "AUTH_ISSUERS [{}]");
    var script = run();

    assertEquals(0, script.exitCode(), script.printed());
    assertFalse(azure.hasState("environment"));
    assertEquals(
        "{\"issuer\": \"https://login.example/99999999-0000-0000-0000-000000000000/v2.0\","
            + " \"audiences\": [\"11111111-2222-3333-4444-555555555555\"],"
            + " \"userClaim\": \"oid\", \"requiredScope\": \"Tokens.Issue\"}",
        script.lastLine());
  }

  @Test
  void anEmptyListOfIssuersIsNone() throws Exception {
    azure = FakeAzure.in(folder, AZ, "AZURE_ENV_NAME test", "AUTH_ISSUERS ");
    var script = run();

    assertEquals(0, script.exitCode(), script.printed());
    assertTrue(azure.state("environment").startsWith("AUTH_ISSUER "));
  }

  @Test
  void theScriptRegistersNothingWithoutAnAzdEnvironment() throws Exception {
    azure = FakeAzure.in(folder, AZ);
    var script = run();

    assertEquals(1, script.exitCode());
    assertEquals("There is no azd environment. Create one: azd env new <name>", script.lastLine());
    assertFalse(azure.hasState("changes"));
  }

  @Test
  void theScriptDoesNotChangeOtherScopesAndRoles() throws Exception {
    azure.writeState("apps", FakeAzure.APP_ID + "\n");
    azure.writeState("granted", "Reports.Read\n");
    var script = run();

    assertEquals(1, script.exitCode());
    assertTrue(script.printed().contains("by hand"), script.printed());
    assertFalse(azure.hasState("changes"));
    assertFalse(azure.hasState("environment"));
  }

  /** An earlier version of the script added one role only. */
  @Test
  void theScriptTellsThatARegistrationLacksTheRoleForInvitations() throws Exception {
    run();
    azure.writeState("granted", "Identity.Admin\nTokens.Issue\n");
    var changes = azure.state("changes");
    var script = run();

    assertEquals(0, script.exitCode(), script.printed());
    assertTrue(
        script.printed().contains("acs-token-endpoint-test has no role Invitation.Create."),
        script.printed());
    assertEquals(changes, azure.state("changes"));
  }

  @Test
  void theScriptFailsIfTheRegistrationIssuesVersion1Tokens() throws Exception {
    azure.writeState("apps", FakeAzure.APP_ID + "\n");
    azure.writeState("granted", "Identity.Admin\nTokens.Issue\n");
    var script = run();

    assertEquals(1, script.exitCode());
    assertTrue(script.printed().contains("issues version 1 tokens"), script.printed());
    assertFalse(azure.hasState("environment"));
  }

  @Test
  void theScriptFailsIfThereAreTwoRegistrations() throws Exception {
    azure.writeState("apps", FakeAzure.APP_ID + "\n" + FakeAzure.APP_ID + "\n");
    var script = run();

    assertEquals(1, script.exitCode());
    assertTrue(script.printed().contains("Several"), script.printed());
  }

  @Test
  void theIssuerInChinaHasAnotherHostThanTheEndpointOfTheCli() throws Exception {
    azure.writeState("login", "https://login.chinacloudapi.cn\n");
    run();

    assertEquals(
        "AUTH_ISSUER https://login.partner.microsoftonline.cn/99999999-0000-0000-0000-000000000000/v2.0",
        azure.state("environment").lines().findFirst().orElse(""));
  }

  @Test
  void theGuideHasTheSettingsOfTheScript() throws Exception {
    azure.writeState("login", "https://login.microsoftonline.com\n");
    run();

    var settings =
        SignInGuide.read()
            .settings(
                "Entra ID, one tenant",
                Map.of(
                    "<tenant id>",
                    "99999999-0000-0000-0000-000000000000",
                    "<client id>",
                    FakeAzure.APP_ID));
    assertEquals(
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + " " + setting.getValue())
            .toList(),
        azure.state("environment").lines().toList());
  }

  @Test
  void theCommandsOfTheGuideRegisterWhatTheScriptRegisters() throws Exception {
    run();
    var patch = AzdProject.json(azure.file("patch"));
    azure = FakeAzure.in(Files.createDirectory(folder.resolve("by-hand")), AZ);
    var commands =
        Files.writeString(azure.file("commands"), guideBlock("Register the API by hand"));
    var byHand = azure.run("" + commands);

    assertEquals(0, byHand.exitCode(), byHand.printed());
    assertEquals(
        "client id: " + FakeAzure.APP_ID + ", tenant id: 99999999-0000-0000-0000-000000000000",
        byHand.lastLine());
    assertEquals(patch, AzdProject.json(azure.file("patch")));
    assertEquals(
        List.of("ad app create", "rest https://graph.", "ad sp create --id " + FakeAzure.APP_ID),
        azure
            .state("changes")
            .lines()
            .map(it -> it.replaceFirst("(ad app create|rest https://graph\\.).*", "$1"))
            .toList());
  }

  @Test
  void theGuideGrantsTheScopeAndTheRoleOfTheScript() throws Exception {
    run();
    var patch = AzdProject.json(azure.file("patch"));
    var scope = patch.at("api", "oauth2PermissionScopes").items().findFirst().orElseThrow();
    var roles = patch.at("appRoles").items().map(role -> role.at("id").text()).toList();

    assertTrue(
        guideSection("Give your app the permission")
            .contains(" --api-permissions " + scope.at("id").text() + "=Scope\n"));
    assertTrue(
        guideSection("Assign the admin role").contains("\"appRoleId\": \"" + roles.get(0) + "\""));
    assertTrue(guideSection("Assign the admin role").contains("`" + roles.get(1) + "`"));
  }

  @Test
  void theScriptHandlesNoSecret() throws IOException {
    var script = Files.readString(Path.of("infra/entra-registration.sh"));

    assertFalse(script.matches("(?s).*(credential|password|az account get-access-token).*"));
  }

  private static String guideBlock(String heading) throws IOException {
    return guide(heading, "(?:(?!^#).)*?^```sh\\n(.*?)^```$");
  }

  private static String guideSection(String heading) throws IOException {
    return guide(heading, "(.*?)(?:^## |\\z)");
  }

  /** Returns the first group of a pattern for what follows a heading. */
  private static String guide(String heading, String following) throws IOException {
    var guide = Files.readString(Path.of("docs", "guides", "sign-in", "microsoft.md"));
    var found = Pattern.compile("(?ms)^## " + heading + "\\n" + following).matcher(guide);
    assertTrue(found.find(), heading);
    return found.group(1);
  }

  private CommandRun run() throws Exception {
    return azure.run("infra/entra-registration.sh");
  }
}
