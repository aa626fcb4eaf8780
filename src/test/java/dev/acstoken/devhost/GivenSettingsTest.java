package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.settings.Setting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GivenSettingsTest {

  private static final Map<String, String> OWN =
      Map.of(
          "AUTH_ISSUER", "http://localhost:7072",
          "AUTH_AUDIENCE", "api://acs-token-endpoint",
          "TEAMS_APP_ID", "the local issuer's",
          "TABLE_STORAGE_CONNECTION_STRING", "the emulator's");

  @Test
  void settingsOfAnOperatorAreTaken() {
    var given = GivenSettings.in(Map.of("TOKEN_SCOPES", "chat", "PATH", "/bin", "AUTH_ISSUER", ""));

    assertEquals(Map.of("TOKEN_SCOPES", "chat"), given.values());
    assertFalse(given.nameIssuers());
    assertEquals("chat", given.over(OWN).get("TOKEN_SCOPES"));
    assertEquals("http://localhost:7072", given.over(OWN).get("AUTH_ISSUER"));
  }

  @Test
  void addressesOfTheCloudAreNotTaken() {
    var given =
        GivenSettings.in(
            Map.of(
                "COMMUNICATION_SERVICES_ENDPOINT", "https://contoso.communication.azure.com",
                "TABLE_STORAGE_CONNECTION_STRING", "the cloud's"));

    assertEquals(OWN, given.over(OWN));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CONTAINER_NAME")
  void everySettingIsUsedOrRefusedAloud(Setting setting) {
    var environment = Map.of(setting.name(), "a value");
    var refusals = GivenSettings.refusals(environment);

    if (GivenSettings.in(environment).values().equals(environment)) {
      assertEquals(List.of(), refusals);
    } else {
      assertEquals(1, refusals.size());
      assertTrue(refusals.get(0).contains("The variable " + setting.name() + " is not used"));
      assertFalse(refusals.get(0).contains("a value"));
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"TOKEN_SCOPES", "TOKEN_REQUESTS_BURST", "TABLE_STORAGE_TABLE", "FOREIGN_IDENTITIES"})
  void aSettingThatChangesTheEndpointAloneIsUsed(Setting setting) {
    var environment = Map.of(setting.name(), "a value");

    assertEquals(environment, GivenSettings.in(environment).values());
  }

  @Test
  void aGivenIssuerTakesThePlaceOfTheLocalOne() {
    var list = GivenSettings.in(Map.of("AUTH_ISSUERS", "[]"));
    var single = GivenSettings.in(Map.of("AUTH_ISSUER", "https://example.com"));

    assertTrue(list.nameIssuers());
    assertFalse(list.over(OWN).containsKey("AUTH_ISSUER"));
    assertFalse(list.over(OWN).containsKey("AUTH_AUDIENCE"));
    assertTrue(single.nameIssuers());
    assertEquals("https://example.com", single.over(OWN).get("AUTH_ISSUER"));
    assertFalse(single.over(OWN).containsKey("AUTH_AUDIENCE"));
  }

  @Test
  void aTeamsAppOnBehalfOfTakesThePlaceOfTheLocalOne() {
    var given = GivenSettings.in(Map.of("TEAMS_ON_BEHALF_OF_APP_ID", "an app"));

    assertFalse(given.over(OWN).containsKey("TEAMS_APP_ID"));
  }
}
