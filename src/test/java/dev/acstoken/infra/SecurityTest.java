package dev.acstoken.infra;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.acstoken.infra.BicepFile.Declaration;
import dev.acstoken.infra.BicepFile.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** No key opens anything, nothing is public that need not be, and nothing secret passes through. */
class SecurityTest {

  private static final String STORAGE = "Microsoft.Storage/storageAccounts";
  private static final String SITE = "Microsoft.Web/sites";

  @TestFactory
  Stream<DynamicTest> storageHasNoKeysAndNothingPublic() {
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
  Stream<DynamicTest> storageCanBeClosedToThePublic() {
    return properties(
        STORAGE,
        Map.of(
            "publicNetworkAccess", "publicNetworkAccess ? 'Enabled' : 'Disabled'",
            "networkAcls.defaultAction", "publicNetworkAccess ? 'Allow' : 'Deny'",
            "networkAcls.bypass", "None"));
  }

  @Test
  void storageIsReachedPrivatelyForEverythingThatIsUsed() {
    var reached =
        BicepFile.deployed("Microsoft.Network/privateEndpoints")
            .flatMap(it -> it.property("privateLinkServiceConnections").items())
            .flatMap(it -> it.at("properties", "groupIds").items())
            .map(BicepValue::text)
            .collect(toSet());

    assertEquals(Set.of("blob", "table"), reached);
  }

  @TestFactory
  Stream<DynamicTest> acsHasNoUsableKeys() {
    return properties(
        "Microsoft.Communication/communicationServices", Map.of("disableLocalAuth", "true"));
  }

  @TestFactory
  Stream<DynamicTest> telemetryTakesNoKeys() {
    return Stream.concat(
        properties("Microsoft.Insights/components", Map.of("DisableLocalAuth", "true")),
        properties(
            "Microsoft.OperationalInsights/workspaces",
            Map.of("features.disableLocalAuth", "true")));
  }

  @TestFactory
  Stream<DynamicTest> theAppSpeaksTlsOnlyAndPublishesWithoutPasswords() {
    return Stream.concat(
        properties(
            SITE,
            Map.of(
                "httpsOnly", "true",
                "siteConfig.minTlsVersion", "1.2",
                "siteConfig.scmMinTlsVersion", "1.2",
                "siteConfig.ftpsState", "Disabled",
                "siteConfig.cors.allowedOrigins", "corsOrigins",
                "siteConfig.cors.supportCredentials", "false",
                "functionAppConfig.deployment.storage.authentication.type",
                    "UserAssignedIdentity")),
        properties(SITE + "/basicPublishingCredentialsPolicies", Map.of("allow", "false")));
  }

  @Test
  void bothWaysOfPublishingWithPasswordsAreOff() {
    assertEquals(
        Set.of("ftp", "scm"),
        BicepFile.deployed(SITE + "/basicPublishingCredentialsPolicies")
            .map(it -> it.body().at("name").text())
            .collect(toSet()));
  }

  @TestFactory
  Stream<DynamicTest> signInInFrontExceptsOnlyWhatAnyoneMayAskFor() {
    return Stream.concat(
        properties(
            SITE + "/config",
            Map.of(
                "globalValidation.requireAuthentication", "true",
                "globalValidation.unauthenticatedClientAction", "Return401",
                "httpSettings.requireHttps", "true",
                "login.tokenStore.enabled", "false")),
        Stream.of(
            dynamicTest(
                "excludedPaths",
                () ->
                    assertEquals(
                        List.of("/api/health", "/api/openapi.yaml"),
                        one(SITE + "/config")
                            .property("globalValidation", "excludedPaths")
                            .items()
                            .map(BicepValue::text)
                            .toList()))));
  }

  @Test
  void whatIsOptionalIsOffUnlessAskedFor() {
    var main = BicepFile.named("main.bicep");
    var defaults =
        main.params().stream()
            .filter(it -> it.value().isPresent())
            .collect(toMap(Declaration::name, it -> it.value().text()));

    assertAll(
        () -> assertEquals("false", defaults.get("privateNetworking")),
        () -> assertEquals("false", defaults.get("zoneRedundant")),
        () -> assertEquals("", defaults.get("platformAuthenticationClientId")),
        () -> assertEquals("", defaults.get("existingCommunicationServiceId")),
        () -> assertEquals("", defaults.get("corsOrigins")),
        () -> assertEquals("", defaults.get("alertEmail")),
        () -> assertFalse(defaults.containsKey("authIssuer")),
        () -> assertFalse(defaults.containsKey("authAudience")));
  }

  @Test
  void nobodyAsksForAKey() {
    assertAll(
        BicepFile.all().stream()
            .flatMap(file -> file.calls().stream().map(call -> file.name() + " " + call))
            .map(it -> () -> assertFalse(it.matches("(?i).*\\blist\\w*"), it)));
  }

  /** Who has no secret need not hide one: a secure parameter would be the first. */
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

  @Test
  void whatTheDeploymentTellsIsNoSecret() {
    assertEquals(
        Set.of(
            "AZURE_RESOURCE_GROUP",
            "ENDPOINT_PRINCIPAL_ID",
            "SERVICE_API_NAME",
            "TOKEN_ENDPOINT_URL",
            "COMMUNICATION_SERVICES_ENDPOINT",
            "TABLE_STORAGE_ENDPOINT",
            "TABLE_STORAGE_TABLE"),
        BicepFile.named("main.bicep").outputs().stream().map(Declaration::name).collect(toSet()));
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
