package dev.acstoken.infra;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.settings.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Verifies that a deployment ends before the first resource if nothing, or more than one thing,
 * says whose tokens the endpoint accepts.
 */
class SignInTemplateTest {

  private static final BicepFile MAIN = BicepFile.named("main.bicep");

  private static final String PROBLEMS = MAIN.variable("problems").value().text();

  @Test
  void theDeploymentFailsAtTheResourceGroupIfAVariableHasAProblem() {
    var group =
        MAIN.resources().stream()
            .filter(it -> it.type().equals("Microsoft.Resources/resourceGroups"))
            .findFirst()
            .orElseThrow();

    assertEquals(
        "empty(problems) ? location : fail(join(problems, '. '))",
        group.body().at("location").text());
  }

  /** A module in the group is deployed after the group. */
  @Test
  void everyModuleButTheRolesOnAnExistingAcsResourceIsInTheResourceGroup() {
    assertEquals(
        Set.of("rolesOnExisting"),
        MAIN.modules().stream()
            .filter(it -> !it.body().at("scope").text().equals("group"))
            .map(BicepFile.Module::symbol)
            .collect(toSet()));
  }

  @Test
  void
      aProblemIsAMissingIssuerOrAudienceTwoWaysAtOnceAListThatAppServiceCannotCheckOrAPlaceholder() {
    assertAll(
        Stream.of(
                "empty(authIssuers) && (empty(trim(authIssuer)) || empty(trim(authAudience)))",
                "!empty(authIssuers) && !empty(singleIssuerSettings)",
                "!empty(authIssuers) && !empty(platformAuthenticationClientId)"
                    + " && !hasOneListedIssuer",
                "!empty(unfinishedVariables)")
            .map(it -> () -> assertTrue(PROBLEMS.contains(" " + it + "\n"), PROBLEMS)));
  }

  @Test
  void theSettingsOfASingleIssuerAreThoseThatTheListTakesThePlaceOf() {
    assertEquals(
        "join( [authIssuer, authAudience, settings.?AUTH_USER_CLAIM ?? '',"
            + " settings.?AUTH_REQUIRED_SCOPE ?? ''], '' )",
        MAIN.variable("singleIssuerSettings").value().text().replaceAll("\\s+", " "));
  }

  @Test
  void theProblemsNameVariablesThatAzdReads() {
    var variables = AzdProject.variables().collect(toSet());
    var named =
        Pattern.compile("\\b[A-Z]+(?:_[A-Z]+)+\\b")
            .matcher(PROBLEMS)
            .results()
            .map(MatchResult::group)
            .collect(toSet());

    assertTrue(named.contains("AUTH_ISSUERS"));
    assertTrue(variables.containsAll(named), named + " of " + variables);
  }

  /** In single quotes, azd takes a value as it is, up to the next single quote. */
  @Test
  void theEndpointAcceptsTheListInTheGuide() throws IOException {
    var guide = Files.readString(Path.of("docs", "guides", "sign-in", "README.md"));
    var file = Pattern.compile("(?s)\n *AUTH_ISSUERS='([^']+)'\n").matcher(guide);

    assertTrue(file.find());
    var list = file.group(1).replaceAll("<[^>]+>", "00000000-0000-4000-8000-000000000000");
    assertDoesNotThrow(
        () ->
            SettingsReader.read(
                Map.of(
                    "AUTH_ISSUERS", list,
                    "COMMUNICATION_SERVICES_ENDPOINT", "https://example.communication.azure.com",
                    "TABLE_STORAGE_ENDPOINT", "https://example.table.core.windows.net")));
  }

  @Test
  void appServiceChecksTheTokensOfTheListedIssuer() {
    var params =
        MAIN.modules().stream()
            .filter(it -> it.symbol().equals("platformAuthentication"))
            .findFirst()
            .orElseThrow()
            .body()
            .at("params");

    assertEquals(
        "empty(authIssuers) ? authIssuer : authIssuers[0].issuer", params.at("issuer").text());
    assertEquals(
        "empty(authIssuers) ? [authAudience] : authIssuers[0].audiences",
        params.at("audiences").text());
    assertEquals(
        "length(authIssuers) == 1 && !contains(authIssuers[?0].?issuer ?? '', '{')",
        MAIN.variable("hasOneListedIssuer").value().text());
  }
}
