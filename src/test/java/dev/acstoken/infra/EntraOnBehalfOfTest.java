package dev.acstoken.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies that a script lets the endpoint act on behalf of Teams users, with fake {@code az} and
 * {@code azd} commands.
 */
@DisabledOnOs(OS.WINDOWS)
class EntraOnBehalfOfTest {

  /** Keeps the directory's objects as files and appends each change to {@code changes}. */
  private static final String AZ =
      """
      #!/bin/sh
      for last; do :; done
      case "$*" in
        'account show'*) echo 99999999-0000-0000-0000-000000000000 ;;
        *activeDirectory*) echo https://login.example/ ;;
        *'--query appId '*) echo "$APP_ID" ;;
        'ad sp list'*) cat "$STATE/sp" 2>/dev/null ;;
        'ad sp create'*) echo acs >> "$STATE/changes"; echo sp > "$STATE/sp" ;;
        *ManageCalls*) echo calls-id ;;
        *ManageChats*) echo chats-id ;;
        *requiredResourceAccess*) cat "$STATE/granted" 2>/dev/null ;;
        'ad app permission add'*)
          echo "${10}" >> "$STATE/changes"
          echo "${10%=Scope}" >> "$STATE/granted" ;;
        'ad app federated-credential list'*) cat "$STATE/subject" 2>/dev/null ;;
        'ad app federated-credential create'*)
          echo federated >> "$STATE/changes"
          cat "${last#@}" > "$STATE/credential"
          echo the-principal > "$STATE/subject" ;;
        *) echo "unexpected: az $*" >&2; exit 9 ;;
      esac
      exit 0
      """;

  private static final String DEPLOYED = "ENDPOINT_PRINCIPAL_ID the-principal";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init")
  private FakeAzure azure;

  @BeforeEach
  void install() throws IOException {
    azure = FakeAzure.in(folder, AZ, DEPLOYED, "AUTH_AUDIENCE api://" + FakeAzure.APP_ID);
  }

  @Test
  void aRerunChangesNothingIfTheAzureCliEndsItsLinesWithCrLf() throws Exception {
    azure.endLinesWithCrLf();
    run();
    var changes = azure.state("changes");
    var rerun = run();

    assertEquals(0, rerun.exitCode(), rerun.printed());
    assertEquals("acs\ncalls-id=Scope\nchats-id=Scope\nfederated\n", changes);
    assertEquals(changes, azure.state("changes"));
  }

  @Test
  void theScriptAddsThePermissionsAndTheCredentialAndSetsTheVariable() throws Exception {
    var script = run();

    assertEquals(0, script.exitCode(), script.printed());
    assertEquals("acs\ncalls-id=Scope\nchats-id=Scope\nfederated\n", azure.state("changes"));
    assertEquals(
        "TEAMS_ON_BEHALF_OF_APP_ID " + FakeAzure.APP_ID + "\n", azure.state("environment"));
    var credential = AzdProject.json(azure.file("credential"));
    assertEquals("the-principal", credential.at("subject").text());
    assertEquals(
        "https://login.example/99999999-0000-0000-0000-000000000000/v2.0",
        credential.at("issuer").text());
    assertEquals(
        "api://AzureADTokenExchange",
        credential.at("audiences").items().findFirst().orElseThrow().text());
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
  void theScriptDoesNotReplaceTheCredentialOfAnotherIdentity() throws Exception {
    azure.writeState("subject", "another-principal\n");
    var script = run();

    assertEquals(1, script.exitCode());
    assertTrue(script.printed().contains("another-principal"), script.printed());
    assertFalse(azure.hasState("environment"));
  }

  @Test
  void theApplicationIsAnArgumentIfTheEnvironmentListsIssuers() throws Exception {
    azure = FakeAzure.in(folder, AZ, DEPLOYED, "AUTH_ISSUERS [{}]");
    var without = run();
    var with = run(FakeAzure.APP_ID);

    assertEquals(1, without.exitCode());
    assertTrue(without.printed().contains("AUTH_AUDIENCE is not set"), without.printed());
    assertEquals(0, with.exitCode(), with.printed());
    assertEquals(
        "TEAMS_ON_BEHALF_OF_APP_ID " + FakeAzure.APP_ID + "\n", azure.state("environment"));
  }

  @Test
  void theScriptChangesNothingBeforeTheEndpointIsDeployed() throws Exception {
    azure = FakeAzure.in(folder, AZ, "AUTH_AUDIENCE api://" + FakeAzure.APP_ID);
    var script = run();

    assertEquals(1, script.exitCode());
    assertTrue(script.printed().contains("azd provision"), script.printed());
    assertFalse(azure.hasState("changes"));
  }

  private CommandRun run(String... arguments) throws Exception {
    return azure.run("infra/entra-on-behalf-of.sh", arguments);
  }
}
