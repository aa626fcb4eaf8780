package dev.acstoken.infra;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies what the variables for the network and the logs deploy. */
class NetworkVariablesTest {

  private static final String COMMON =
      """
      using '../../../infra/main.bicep'
      param environmentName = 'test'
      param location = 'westeurope'
      param authIssuer = 'https://login.example.com/'
      param authAudience = 'api://acs'
      param communicationDataLocation = 'Europe'
      """;

  @Test
  void byDefaultEveryAddressMayCall() throws Exception {
    var config = siteConfig(snapshot("addresses-none", Map.of()));

    assertEquals(List.of(), config.at("ipSecurityRestrictions").items().toList());
    assertEquals("Allow", config.at("ipSecurityRestrictionsDefaultAction").text());
  }

  @Test
  void onlyAllowedAddressesAndTheProbeMayCall() throws Exception {
    var config =
        siteConfig(
            snapshot(
                "addresses",
                Map.of(
                    "allowedAddresses", "203.0.113.7, 198.51.100.0/24,2001:DB8::1,2001:db8::/32")));

    assertEquals(
        List.of(
            "Allow ServiceTag ApplicationInsightsAvailability",
            "Allow Default 203.0.113.7/32",
            "Allow Default 198.51.100.0/24",
            "Allow Default 2001:DB8::1/128",
            "Allow Default 2001:db8::/32"),
        config
            .at("ipSecurityRestrictions")
            .items()
            .map(
                it ->
                    Stream.of("action", "tag", "ipAddress")
                        .map(name -> it.at(name).text())
                        .collect(joining(" ")))
            .toList());
    assertEquals("Deny", config.at("ipSecurityRestrictionsDefaultAction").text());
    assertEquals("Allow", config.at("scmIpSecurityRestrictionsDefaultAction").text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",",
        " ",
        "203.0.113.7,",
        "203.0.113",
        "203.0.113.256",
        "203.0.113.7/33",
        "0.0.0.0/0",
        "203.0.113.7/24/8",
        "203.0.113.7;198.51.100.7",
        "office.example.com",
        "2001:db8::/129",
        "2001:db8::g",
        ":",
        "1:2",
        "12345::1",
        "AzureFrontDoor.Backend"
      })
  void theDeploymentRefusesWhatIsNoAddress(String addresses) throws Exception {
    var refusal = refusal("addresses-wrong", Map.of("allowedAddresses", addresses));

    assertTrue(refusal.contains(" ALLOWED_ADDRESSES must be addresses such as "), refusal);
    assertTrue(refusal.contains("but is \"" + addresses + "\""), refusal);
  }

  @Test
  void anOriginIsDeployedAsABrowserSendsIt() throws Exception {
    var given =
        "https://App.Example.com/, http://localhost:5173,capacitor://localhost,,"
            + "https://a.example:443,http://a.example:80/,http://a.example:443,"
            + "http://192.0.2.7:5173,http://[2001:DB8::7]:5173,https://[2001:db8::7]:443,";

    assertEquals(
        List.of(
            "https://app.example.com",
            "http://localhost:5173",
            "capacitor://localhost",
            "https://a.example",
            "http://a.example",
            "http://a.example:443",
            "http://192.0.2.7:5173",
            "http://[2001:db8::7]:5173",
            "https://[2001:db8::7]"),
        origins(snapshot("origins", Map.of("corsOrigins", given))));
    assertEquals(List.of(), origins(snapshot("origins-none", Map.of())));
    assertEquals(List.of("*"), origins(snapshot("origins-all", Map.of("corsOrigins", "*"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app.example.com",
        "https://",
        "https:///",
        "//app.example.com",
        "://app.example.com",
        "http:x://app.example.com",
        "https://:443",
        "https://app.example.com:port",
        "https://app.example.com:0",
        "https://app.example.com:65536",
        "https://app.example.com:1:2",
        "https://app.example.com?",
        "https://app.example.com https://b.example",
        "file:///",
        "https://app.example.com/path",
        "https://app.example.com//",
        "https://*.example.com",
        "*,*.example.com",
        "https://one.example;https://two.example",
        "https://one.example;",
        "https://user@app.example.com",
        "null"
      })
  void theDeploymentRefusesWhatIsNoOrigin(String origins) throws Exception {
    var refusal = refusal("origins-wrong", Map.of("corsOrigins", origins));

    assertTrue(refusal.contains(" CORS_ORIGINS must be origins such as "), refusal);
    assertTrue(refusal.contains("but is \"" + origins + "\""), refusal);
  }

  @Test
  void theGatewayIsTheOnlyWayOutOfThePrivateNetwork() throws Exception {
    var without = snapshot("gateway-off", Map.of("privateNetworking", "true"));
    var with = snapshot("gateway", Map.of("privateNetworking", "true", "natGateway", "true"));

    assertEquals("true", functionsSubnet(without).at("defaultOutboundAccess").text());
    assertEquals("", functionsSubnet(without).at("natGateway", "id").text());
    assertEquals("false", functionsSubnet(with).at("defaultOutboundAccess").text());
    assertEquals(
        one(with, "Microsoft.Network/natGateways").at("id").text(),
        functionsSubnet(with).at("natGateway", "id").text());
    assertEquals(
        List.of(one(with, "Microsoft.Network/publicIPAddresses").at("id").text()),
        one(with, "Microsoft.Network/natGateways")
            .at("properties", "publicIpAddresses")
            .items()
            .map(it -> it.at("id").text())
            .toList());
  }

  @Test
  void aGatewayNeedsAPrivateNetwork() throws Exception {
    var refusal = refusal("gateway-alone", Map.of("natGateway", "true"));

    assertTrue(refusal.contains(" NAT_GATEWAY is the way out of the private network. "), refusal);
  }

  @Test
  void theWorkspaceHasNoDailyCapUnlessOneIsSet() throws Exception {
    assertEquals(List.of("-1"), caps(snapshot("cap-none", Map.of())));
    assertEquals(List.of("5"), caps(snapshot("cap", Map.of("logsDailyCapGb", "5"))));
  }

  /** The second deployment of the workspace must change nothing but the rule. */
  @Test
  void maskingAddsARuleAndLinksTheWorkspaceToIt() throws Exception {
    var without = snapshot("mask-off", Map.of());
    var with = snapshot("mask", Map.of("maskIdsInLogs", "true", "logsDailyCapGb", "5"));

    assertTrue(all(without, "Microsoft.Insights/dataCollectionRules").isEmpty());
    var rule = one(with, "Microsoft.Insights/dataCollectionRules");
    assertEquals("WorkspaceTransforms", rule.at("kind").text());
    assertEquals(
        new TreeSet<>(
            List.of(
                "Microsoft-Table-ACSAuthIncomingOperations",
                "Microsoft-Table-AppDependencies",
                "Microsoft-Table-AppRequests",
                "Microsoft-Table-AppTraces")),
        new TreeSet<>(
            rule.at("properties", "dataFlows")
                .items()
                .flatMap(it -> it.at("streams").items())
                .map(BicepValue::text)
                .toList()));
    assertEquals(List.of("5", "5"), caps(with));
    assertEquals(
        List.of("", rule.at("id").text()),
        all(with, "Microsoft.OperationalInsights/workspaces").stream()
            .map(it -> it.at("properties", "defaultDataCollectionRuleResourceId").text())
            .sorted()
            .toList());
  }

  private static List<String> caps(BicepCompiler.Snapshot snapshot) {
    return all(snapshot, "Microsoft.OperationalInsights/workspaces").stream()
        .map(it -> it.at("properties", "workspaceCapping", "dailyQuotaGb").text())
        .map(it -> it.replace(".0", ""))
        .toList();
  }

  private static List<String> origins(BicepCompiler.Snapshot snapshot) {
    return siteConfig(snapshot).at("cors", "allowedOrigins").items().map(BicepValue::text).toList();
  }

  private static BicepValue siteConfig(BicepCompiler.Snapshot snapshot) {
    return one(snapshot, "Microsoft.Web/sites").at("properties", "siteConfig");
  }

  private static BicepValue functionsSubnet(BicepCompiler.Snapshot snapshot) {
    return one(snapshot, "Microsoft.Network/virtualNetworks")
        .at("properties", "subnets")
        .items()
        .filter(it -> it.at("name").text().equals("functions"))
        .findFirst()
        .orElseThrow()
        .at("properties");
  }

  private static BicepValue one(BicepCompiler.Snapshot snapshot, String type) {
    var found = all(snapshot, type);
    assertEquals(1, found.size(), type);
    return found.get(0);
  }

  private static List<BicepValue> all(BicepCompiler.Snapshot snapshot, String type) {
    return snapshot.resources().stream().filter(it -> it.at("type").text().equals(type)).toList();
  }

  private static String refusal(String name, Map<String, String> params) throws Exception {
    var snapshot = compile(name, params);
    assertEquals(List.of(), snapshot.resources());
    return snapshot.refusal();
  }

  private static BicepCompiler.Snapshot snapshot(String name, Map<String, String> params)
      throws Exception {
    var snapshot = compile(name, params);
    assertEquals("", snapshot.refusal());
    return snapshot;
  }

  private static BicepCompiler.Snapshot compile(String name, Map<String, String> params)
      throws Exception {
    var lines =
        params.entrySet().stream()
            .map(it -> "param %s = '%s'\n".formatted(it.getKey(), it.getValue()))
            .collect(joining());
    return BicepCompiler.find().snapshot(name, COMMON + lines);
  }
}
