package dev.acstoken.infra;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.acstoken.contract.Contract;
import dev.acstoken.infra.BicepFile.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Verifies that no key opens a resource, that nothing is public unless it must be, and that no
 * secret passes through the templates.
 */
class SecurityTest {

  private static final String STORAGE = "Microsoft.Storage/storageAccounts";
  private static final String SITE = "Microsoft.Web/sites";

  @TestFactory
  Stream<DynamicTest> storageAcceptsNoKeyAndIsNotPublic() {
    return properties(
        STORAGE,
        Map.of(
            "allowSharedKeyAccess", "false",
            "allowBlobPublicAccess", "false",
            "allowCrossTenantReplication", "false",
            "defaultToOAuthAuthentication", "true",
            "isLocalUserEnabled", "false",
            "minimumTlsVersion", "TLS1_2",
            "supportsHttpsTrafficOnly", "true"));
  }

  @TestFactory
  Stream<DynamicTest> blobContainersArePrivate() {
    return properties(STORAGE + "/blobServices/containers", Map.of("publicAccess", "None"));
  }

  @TestFactory
  Stream<DynamicTest> storageIsClosedToThePublicIfNetworkingIsPrivate() {
    return properties(
        STORAGE,
        Map.of(
            "publicNetworkAccess", "publicNetworkAccess ? 'Enabled' : 'Disabled'",
            "networkAcls.defaultAction", "publicNetworkAccess ? 'Allow' : 'Deny'",
            "networkAcls.bypass", "None"));
  }

  @Test
  void blobsAndTablesHavePrivateEndpoints() {
    var reached =
        BicepFile.deployed("Microsoft.Network/privateEndpoints")
            .flatMap(it -> it.property("privateLinkServiceConnections").items())
            .flatMap(it -> it.at("properties", "groupIds").items())
            .map(BicepValue::text)
            .collect(toSet());

    assertEquals(Set.of("blob", "table"), reached);
  }

  @TestFactory
  Stream<DynamicTest> acsAcceptsNoKey() {
    return properties(
        "Microsoft.Communication/communicationServices", Map.of("disableLocalAuth", "true"));
  }

  @TestFactory
  Stream<DynamicTest> telemetryAcceptsNoKey() {
    return Stream.concat(
        properties("Microsoft.Insights/components", Map.of("DisableLocalAuth", "true")),
        properties(
            "Microsoft.OperationalInsights/workspaces",
            Map.of("features.disableLocalAuth", "true")));
  }

  @TestFactory
  Stream<DynamicTest> theAppRequiresTlsAndIsPublishedWithoutPasswords() {
    return Stream.concat(
        properties(
            SITE,
            Map.of(
                "httpsOnly", "true",
                "siteConfig.minTlsVersion", "1.2",
                "siteConfig.scmMinTlsVersion", "1.2",
                "siteConfig.ftpsState", "Disabled",
                "siteConfig.cors.supportCredentials", "false",
                "functionAppConfig.deployment.storage.authentication.type",
                    "UserAssignedIdentity")),
        properties(SITE + "/basicPublishingCredentialsPolicies", Map.of("allow", "false")));
  }

  @TestFactory
  Stream<DynamicTest> withAllowedAddressesTheEndpointIsClosedToOthersAndPublishingStaysOpen() {
    return properties(
        SITE,
        Map.of(
            "siteConfig.ipSecurityRestrictions", "accessRules",
            "siteConfig.ipSecurityRestrictionsDefaultAction",
                "empty(allowedAddresses) ? 'Allow' : 'Deny'",
            "siteConfig.scmIpSecurityRestrictionsUseMain", "false",
            "siteConfig.scmIpSecurityRestrictionsDefaultAction", "Allow"));
  }

  /** A subnet without a gateway has no other way out to ACS, Entra ID and the issuer. */
  @Test
  void aSubnetHasDefaultOutboundAccessOnlyIfItNeedsAWayOut() {
    assertEquals(
        List.of("functions !natGateway", "private-endpoints false"),
        one("Microsoft.Network/virtualNetworks")
            .property("subnets")
            .items()
            .map(
                it ->
                    it.at("name").text()
                        + " "
                        + it.at("properties", "defaultOutboundAccess").text())
            .toList());
  }

  @Test
  void passwordsAreDisabledForBothWaysOfPublishing() {
    assertEquals(
        Set.of("ftp", "scm"),
        BicepFile.deployed(SITE + "/basicPublishingCredentialsPolicies")
            .map(it -> it.body().at("name").text())
            .collect(toSet()));
  }

  /** An operation without a bearer token that is not excluded would require a token of Entra ID. */
  @Test
  void theSignInOfThePlatformExcludesExactlyTheOperationsWithoutABearerToken() {
    assertEquals(
        Contract.SERVED.operations().stream()
            .filter(it -> !it.needsBearerToken())
            .map(it -> "/api" + it.path())
            .collect(toSet()),
        one(SITE + "/config")
            .property("globalValidation", "excludedPaths")
            .items()
            .map(BicepValue::text)
            .collect(toSet()));
  }

  @Test
  void changesOfTheTableAreLoggedWithTheirAuthors() {
    var log =
        BicepFile.named("app/storage.bicep").resources().stream()
            .filter(it -> it.type().equals("Microsoft.Insights/diagnosticSettings"))
            .findFirst()
            .orElseThrow();

    assertEquals("tables", log.body().at("scope").text());
    assertEquals(
        List.of("StorageWrite true", "StorageDelete true"),
        log.property("logs")
            .items()
            .map(it -> it.at("category").text() + " " + it.at("enabled").text())
            .toList());
  }

  @Test
  void noTemplateReadsAKey() {
    assertAll(
        BicepFile.all().stream()
            .flatMap(file -> file.calls().stream().map(call -> file.name() + " " + call))
            .map(it -> () -> assertFalse(it.matches("(?i).*\\blist\\w*"), it)));
  }

  /** The deployment has no secret, so no parameter needs to be secure. */
  @Test
  void noParameterOrOutputIsASecret() {
    assertAll(
        BicepFile.all().stream()
            .flatMap(it -> Stream.concat(it.params().stream(), it.outputs().stream()))
            .map(
                it ->
                    () -> {
                      assertFalse(it.decorators().at("secure").isPresent(), it.name());
                      String name = it.name().toLowerCase(Locale.ROOT);
                      assertFalse(name.matches(".*(key|secret|password|sas).*"), name);
                    }));
  }

  private static Stream<DynamicTest> properties(String type, Map<String, String> expected) {
    var resources = BicepFile.deployed(type).toList();
    assertFalse(resources.isEmpty(), type);
    return resources.stream()
        .flatMap(
            resource ->
                expected.entrySet().stream()
                    .map(
                        it ->
                            dynamicTest(
                                resource.symbol() + " " + it.getKey(),
                                () ->
                                    assertEquals(
                                        it.getValue(),
                                        resource.property(it.getKey().split("\\.")).text()))));
  }

  private static Resource one(String type) {
    var found = BicepFile.deployed(type).toList();
    assertTrue(found.size() == 1, type);
    return found.get(0);
  }
}
