package dev.acstoken.infra;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.infra.BicepFile.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Verifies that one file assigns all roles, each on the narrowest scope that works. */
class RolesTest {

  private static final String ASSIGNMENT = "Microsoft.Authorization/roleAssignments";

  private static final BicepFile ROLES = BicepFile.named("app/roles.bicep");

  /** Azure's built-in roles by the ids that Microsoft publishes. */
  static final Map<String, String> BUILT_IN =
      Map.of(
          "b7e6dc6d-f1e8-4753-8033-0f276bb0955b", "Storage Blob Data Owner",
          "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", "Storage Table Data Contributor",
          "3913510d-42f4-4e42-8a64-420c390055eb", "Monitoring Metrics Publisher",
          "09976791-48a7-449e-bb21-39d1a415f350", "Communication and Email Service Owner");

  @Test
  void allRolesAreAssignedInOneFile() {
    assertEquals(
        Set.of("app/roles.bicep"),
        BicepFile.all().stream()
            .filter(it -> it.resources().stream().anyMatch(r -> r.type().equals(ASSIGNMENT)))
            .map(BicepFile::name)
            .collect(toSet()));
  }

  @Test
  void theAppAndTheDeployerHaveOnlyTheseRoles() {
    assertEquals(
        Set.of(
            "app: Storage Blob Data Owner on Microsoft.Storage/storageAccounts",
            "app: Storage Table Data Contributor on"
                + " Microsoft.Storage/storageAccounts/tableServices/tables",
            "app: Monitoring Metrics Publisher on Microsoft.Insights/components",
            "app: Communication and Email Service Owner on"
                + " Microsoft.Communication/communicationServices",
            "deployer: Storage Table Data Contributor on"
                + " Microsoft.Storage/storageAccounts/tableServices/tables",
            "deployer: Communication and Email Service Owner on"
                + " Microsoft.Communication/communicationServices"),
        assignments().map(RolesTest::describe).collect(toSet()));
  }

  /**
   * With such a name, a second deployment updates the same resource, and another principal gets a
   * separate one.
   */
  @Test
  void anAssignmentIsNamedAfterItsScopePrincipalAndRole() {
    assertAll(
        assignments()
            .map(
                it ->
                    () ->
                        assertEquals(
                            "guid(%s.id, %s, %s)"
                                .formatted(
                                    it.body().at("scope").text(),
                                    it.property("principalId").text(),
                                    role(it)),
                            it.body().at("name").text())));
  }

  @Test
  void anAssignmentNamesTheTypeOfItsPrincipal() {
    assertAll(
        assignments()
            .map(
                it ->
                    () ->
                        assertEquals(
                            isForTheApp(it) ? "ServicePrincipal" : "deployerPrincipalType",
                            it.property("principalType").text())));
  }

  @Test
  void theDeployerGetsRolesOnlyIfItsPrincipalIsKnown() {
    assertAll(
        assignments()
            .filter(it -> !isForTheApp(it))
            .map(
                it ->
                    () ->
                        assertTrue(
                            it.condition().contains("!empty(deployerPrincipalId)"), it.symbol())));
  }

  @Test
  void theDeployerGetsNoRoleByDefault() {
    var switches = BicepFile.named("main.bicep").variable("switches").value();

    assertEquals("deployerAccess", switches.at("DEPLOYER_ACCESS").text());
    assertAll(
        BicepFile.named("main.bicep").modules().stream()
            .filter(it -> it.path().equals(ROLES.name()))
            .map(
                it ->
                    () ->
                        assertEquals(
                            "isOn(deployerAccess) ? principalId : ''",
                            it.body().at("params", "deployerPrincipalId").text())));
  }

  /** The script that takes the deployer's access away finds its assignments by this text. */
  @Test
  void theDeployersAssignmentsHaveTheDescriptionThatTheScriptLooksFor() throws IOException {
    var script = Files.readString(BicepFile.INFRA.resolve("remove-deployer-access.sh"));
    var description = ROLES.variable("deployerAccess").value().text();

    assertTrue(script.contains("given='" + description + "'\n"), description);
    assertAll(
        assignments()
            .map(
                it ->
                    () ->
                        assertEquals(
                            isForTheApp(it) ? "" : "deployerAccess",
                            it.property("description").text())));
  }

  private static Stream<Resource> assignments() {
    return ROLES.resources().stream().filter(it -> it.type().equals(ASSIGNMENT));
  }

  private static String describe(Resource assignment) {
    return "%s: %s on %s"
        .formatted(
            isForTheApp(assignment) ? "app" : "deployer",
            BUILT_IN.get(
                ROLES
                    .variable("roleIds")
                    .value()
                    .at(role(assignment).replace("roleIds.", ""))
                    .text()),
            type(assignment.body().at("scope").text()));
  }

  private static boolean isForTheApp(Resource assignment) {
    return assignment.property("principalId").text().equals("appPrincipalId");
  }

  // The variable in subscriptionResourceId('Microsoft.Authorization/roleDefinitions', …).
  private static String role(Resource assignment) {
    return assignment
        .property("roleDefinitionId")
        .text()
        .replaceFirst(
            "^subscriptionResourceId\\(\\s*'Microsoft.Authorization/roleDefinitions',\\s*(\\S+?)\\s*\\)$",
            "$1");
  }

  private static String type(String symbol) {
    return ROLES.resources().stream()
        .filter(it -> it.symbol().equals(symbol))
        .map(Resource::type)
        .findFirst()
        .orElseThrow();
  }
}
