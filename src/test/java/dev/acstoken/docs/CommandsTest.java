package dev.acstoken.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that each command of the pages works as it stands, in POSIX shells and in PowerShell, or
 * has a form for each.
 */
class CommandsTest {

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandWorksInEveryShell(Path page) throws IOException {
    assertEquals(List.of(), PageCommands.faults(page));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "azd env set AUTH_ISSUER= AUTH_AUDIENCE=",
        "azd env set --file sign-in.env",
        "az rest --method post --body \"@role.json\"",
        "az ad app delete --id <client id>",
        "az ad sp show --id 1fd5 --query \"oauth2PermissionScopes[].[value, id]\"",
        "cp local.settings.json.example local.settings.json",
        "mvn -q test-compile exec:java@emulators          # in another terminal",
        "mvn test \"-Dtest=TokensTest#aName\" \"-Dmaven.surefire.debug\"",
        "mvn test -Pfuzz \"-Dtest=*FuzzTest\"",
        "git checkout <tag>"
      })
  void aPortableCommandHasNoFault(String command) {
    assertTrue(CommandLine.parse(command).isCommand());
    assertEquals(List.of(), CommandLine.parse(command).faults());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git pull && azd up",
        "az login || az login --use-device-code",
        "git pull; azd up",
        "azd env get-values | sort",
        "az storage entity query --table-name identities \\",
        "mvn test -Dmaven.surefire.debug",
        "mvn test -DbenchMain=dev.acstoken.bench.Soak",
        "mvn test -Dexec.args='--help'",
        "mvn test -Dtest=ATest,BTest",
        "mvn test -Dtest=ATest#aName",
        "java -jar target/acs-token-endpoint-*-emulator.jar",
        "curl http://localhost:7071/api/health",
        "azd env get-value NAME > file",
        "az rest --body @role.json",
        "az rest --body '{\"principalId\": \"1\"}'",
        "az rest --body \"{\\\"principalId\\\": \\\"1\\\"}\"",
        "az rest --url 'https://example.com?a=1&b=2'",
        "az rest --body {}",
        "azd env set AUTH_ISSUER ''",
        "azd env set NAME $NAME",
        "azd env set NAME \"$NAME\"",
        "TOKEN=$(azd env get-value NAME)",
        "FORK_COUNT=1 mvn verify",
        "export NAME=value",
        "set -a",
        "$env:NAME = 'value'",
        "(cd infra && az bicep build)",
        "for file in infra; do az bicep lint; done",
        "rm -rf .azure",
        "mkdir -p infra/app",
        "grep NAME file",
        "infra/entra-registration.sh",
        "./infra/entra-registration.sh one",
        "uaac client update app --scope openid,chat.tokens",
        "git clone https://example.com ~/endpoint",
        "java -jar /tmp/emulator.jar"
      })
  void aCommandOfOneShellIsFound(String command) {
    assertTrue(CommandLine.parse(command).isCommand());
    assertFalse(CommandLine.parse(command).faults().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.net.http",
        "azp",
        "AUTH_AUDIENCE",
        "AUTH_ISSUER=https://login.example.com",
        "GET /api/health",
        "{\"blocked\": true}",
        "infra/main.bicep",
        "java"
      })
  void aNameIsNoCommand(String text) {
    assertFalse(CommandLine.parse(text).isCommand());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$token = Invoke-RestMethod 'http://localhost:7072/token?user=alice'",
        "Invoke-RestMethod http://localhost:7071/api -Headers @{ Authorization = \"Bearer $token\" } `",
        "$key = az functionapp keys list --name <SERVICE_API_NAME> --query masterKey",
        "$env:NAME = 'value'",
        "curl.exe -s http://localhost:7071/api/health"
      })
  void aLineOfBothPowerShellsHasNoFault(String line) {
    assertEquals(List.of(), new PowerShellLine(line).faults());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "git pull && azd up",
        "$name ?? 'none'",
        "curl http://localhost:7071/api/health",
        "Invoke-WebRequest http://localhost:7071/api/health",
        "Invoke-RestMethod http://localhost:7071/api/health -SkipHttpErrorCheck",
        "Invoke-RestMethod http://localhost:7071/api/health \\",
        "TOKEN=1",
        "mvn test -Dmaven.surefire.debug",
        "az rest --body '{\"principalId\": \"1\"}'"
      })
  void aLineOfOnePowerShellIsFound(String line) {
    assertFalse(new PowerShellLine(line).faults().isEmpty());
  }

  @Test
  void aBlockForAPosixShellNeedsAFormForPowerShellOrTheNameOfAShell() {
    String block = "```sh\nA=$(azd env get-value A)\n```\n";

    assertFalse(PageCommands.faults("Run:\n\n" + block).isEmpty());
    assertFalse(PageCommands.faults("In Git Bash:\n\n## Next\n\n" + block).isEmpty());
    assertEquals(List.of(), PageCommands.faults("In Git Bash:\n\n" + block));
    assertEquals(
        List.of(), PageCommands.faults(block + "\n```powershell\n$a = azd env get-value A\n```\n"));
  }

  @Test
  void aScriptNeedsTheNameOfAShellThatWindowsHas() {
    assertFalse(PageCommands.faults("Run `sh infra/entra-registration.sh`.").isEmpty());
    assertEquals(
        List.of(),
        PageCommands.faults("Run `sh infra/entra-registration.sh`, on Windows in Git Bash."));
  }

  @Test
  void commandsAreFoundInTextListsTablesAndBlocks() {
    assertEquals(1, PageCommands.faults("- First `git pull && azd up`.").size());
    assertEquals(1, PageCommands.faults("| a | `git pull && azd up` |\n|---|---|\n").size());
    assertEquals(1, PageCommands.faults("Run:\n\n    git pull && azd up\n").size());
    assertEquals(1, PageCommands.faults("```\ngit pull && azd up\n```\n").size());
  }

  static Stream<Path> pages() throws IOException {
    return Page.all().stream()
        .map(Page::path)
        .filter(
            page ->
                page.getNameCount() == 1
                    || page.startsWith("src")
                    || page.startsWith(Path.of("docs", "guides"))
                    || page.startsWith(Path.of("docs", "reference")))
        .filter(page -> !page.endsWith("CHANGELOG.md"));
  }
}
