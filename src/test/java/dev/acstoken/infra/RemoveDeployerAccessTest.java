package dev.acstoken.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that a script removes exactly the access that {@code DEPLOYER_ACCESS} gave, with fake
 * {@code az} and {@code azd} commands.
 */
@DisabledOnOs(OS.WINDOWS)
class RemoveDeployerAccessTest {

  private static final String ACS =
      "/subscriptions/other/resourceGroups/chat/providers/Microsoft.Communication/communicationServices/acs-1";

  private static final String TABLE =
      "/subscriptions/own/resourceGroups/rg-x/providers/Microsoft.Storage/storageAccounts/st1/tableServices/default/tables/identities";

  private static final String GIVEN = "DEPLOYER_ACCESS of the ACS token endpoint";
  private static final String APP = "aaaaaaaa-0000-0000-0000-000000000000";
  private static final String DEPLOYER = "dddddddd-0000-0000-0000-000000000000";
  private static final String DEVELOPER = "eeeeeeee-0000-0000-0000-000000000000";

  /** Keeps the assignments of a scope in a file that is named after the end of the scope. */
  private static final String AZ =
      """
      #!/bin/sh
      if [ -e "$STATE/refused" ]; then echo 'AuthorizationFailed' >&2; exit 1; fi
      case "$*" in
        'role assignment list '*"--subscription other --scope $(cat "$STATE/acs-scope") "*'09976791'*)
          cat "$STATE/acs" ;;
        'role assignment list '*"--subscription own --scope $(cat "$STATE/table-scope") "*'0a9a7e1f'*)
          cat "$STATE/table" ;;
        'role assignment delete --only-show-errors --ids '*)
          echo "$6" >> "$STATE/deleted"
          for file in acs table; do
            grep -v "^$6$(printf '\\t')" "$STATE/$file" > "$STATE/rest"
            cp "$STATE/rest" "$STATE/$file"
          done ;;
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
    install("DEPLOYER_ACCESS false");
    azure.writeState("acs-scope", ACS);
    azure.writeState("table-scope", TABLE);
    azure.writeState(
        "acs", row("1", APP, "-") + row("2", DEPLOYER, GIVEN) + row("3", DEVELOPER, "-"));
    azure.writeState("table", row("4", DEPLOYER, GIVEN) + row("5", APP, "-"));
  }

  @Test
  void theAccessThatADeploymentGaveIsRemovedAndSoIsNothingElse() throws Exception {
    var script = run();

    assertEquals(0, script.exitCode(), script.printed());
    assertEquals("2\n4\n", azure.state("deleted"));
    assertEquals(
        List.of(
            "Removed: Communication and Email Service Owner of " + DEPLOYER + " on acs-1",
            "Left alone, because no deployment of this version gave it:"
                + " Communication and Email Service Owner of "
                + DEVELOPER
                + " on acs-1",
            "Removed: Storage Table Data Contributor of " + DEPLOYER + " on identities"),
        script.printed().lines().toList());
  }

  @Test
  void theScriptRemovesTheSameAccessIfTheAzureCliEndsItsLinesWithCrLf() throws Exception {
    azure.endLinesWithCrLf();
    var script = run();

    assertEquals(0, script.exitCode(), script.printed());
    assertEquals("2\n4\n", azure.state("deleted"));
  }

  @Test
  void aRerunRemovesNothing() throws Exception {
    run();
    var rerun = run();

    assertEquals(0, rerun.exitCode(), rerun.printed());
    assertEquals("2\n4\n", azure.state("deleted"));
    assertEquals("There is nothing to remove.", rerun.lastLine());
  }

  @Test
  void withoutAnyAssignmentThereIsNothingToRemove() throws Exception {
    azure.writeState("acs", "");
    azure.writeState("table", "");
    var script = run();

    assertEquals(0, script.exitCode(), script.printed());
    assertEquals("There is nothing to remove.", script.printed());
  }

  @Test
  void theUnmarkedAccessOfANamedPrincipalIsRemovedToo() throws Exception {
    var script = run(DEVELOPER);

    assertEquals(0, script.exitCode(), script.printed());
    assertEquals("2\n3\n4\n", azure.state("deleted"));
  }

  @Test
  void theAppKeepsItsRolesEvenIfItIsNamed() throws Exception {
    run(APP);

    assertEquals("2\n4\n", azure.state("deleted"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"someone@example.com", "$(touch pwned)", "", "--all", "a b"})
  void anArgumentThatIsNoObjectIdIsRefused(String argument) throws Exception {
    var script = run(argument);

    assertEquals(1, script.exitCode());
    assertTrue(script.printed().contains("is not an object id"), script.printed());
    assertFalse(azure.hasState("deleted"));
  }

  /** The templates read these texts as true. */
  @ParameterizedTest
  @ValueSource(strings = {"true", "TRUE", "True", "tRUE"})
  void theScriptRefusesWhileTheNextDeploymentWouldGiveTheAccessAgain(String access)
      throws Exception {
    install("DEPLOYER_ACCESS " + access);
    var script = run();

    assertEquals(1, script.exitCode());
    assertTrue(script.printed().contains("azd env set DEPLOYER_ACCESS false"), script.printed());
    assertFalse(azure.hasState("deleted"));
  }

  @Test
  void anEnvironmentThatWasNotDeployedIsNamed() throws Exception {
    azure.writeState("values", "DEPLOYER_ACCESS false\n");
    var script = run();

    assertEquals(1, script.exitCode());
    assertTrue(script.printed().contains("Run azd provision first"), script.printed());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "infra/remove-deployer-access.sh",
        "infra/entra-registration.sh",
        "infra/entra-on-behalf-of.sh"
      })
  void aScriptShowsTheErrorThatAzdPrintsOnStandardOutput(String script) throws Exception {
    azure.writeState("azd", "#!/bin/sh\necho 'ERROR: no project exists'\nexit 1\n");
    var run = azure.run(script);

    assertEquals(1, run.exitCode());
    assertTrue(run.printed().contains("ERROR: no project exists"), run.printed());
  }

  @Test
  void anErrorOfTheAzureCliEndsTheScript() throws Exception {
    azure.writeState("refused", "");
    var script = run();

    assertEquals(1, script.exitCode());
    assertEquals("AuthorizationFailed", script.printed());
  }

  private void install(String access) throws IOException {
    var values = new ArrayList<>(List.of(access));
    values.add("COMMUNICATION_SERVICES_SCOPE " + ACS);
    values.add("TABLE_STORAGE_SCOPE " + TABLE);
    values.add("ENDPOINT_PRINCIPAL_ID " + APP);
    azure = FakeAzure.in(folder, AZ, values.toArray(String[]::new));
  }

  private static String row(String id, String principal, String description) {
    return id + "\t" + principal + "\t" + description + "\n";
  }

  private CommandRun run(String... principals) throws Exception {
    return azure.run("infra/remove-deployer-access.sh", principals);
  }
}
