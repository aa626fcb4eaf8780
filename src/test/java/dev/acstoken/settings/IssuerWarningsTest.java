package dev.acstoken.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies which valid settings of an issuer the operator is warned of. */
class IssuerWarningsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "account",
        "https://graph.microsoft.com",
        "https://graph.microsoft.com/",
        "00000003-0000-0000-c000-000000000000",
        "api://default",
        "https://tenant.eu.auth0.com/api/v2/",
        "https://tenant.eu.auth0.com/userinfo",
        "https://id.example/resources"
      })
  void anAudienceOfEveryApplicationIsWarnedOf(String audience) {
    assertEquals(1, warnings("'audiences': ['" + audience + "', 'chat']").size());
    assertEquals(List.of(), warnings("'audiences': ['" + audience + "'], 'applications': ['web']"));
  }

  @Test
  void aPathWithDotsIsWarnedOf() {
    assertEquals(1, warnings("'audiences': ['chat'], 'rolesClaim': 'realm_access.roles'").size());
    assertEquals(1, warnings("'audiences': ['chat'], 'userClaim': 'user.id'").size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'roles'",
        "['realm_access', 'roles']",
        "'https://example.com/roles'",
        "'cognito:groups'"
      })
  void aNameOrAListOfNamesIsNoReasonToWarn(String claim) {
    assertEquals(List.of(), warnings("'audiences': ['chat'], 'rolesClaim': " + claim));
  }

  private static List<String> warnings(String members) {
    String json = "[{'issuer': 'https://id.example', " + members + "}]";
    return IssuerWarnings.about(
        new TrustedIssuersReader(problem -> {}).read(json.replace('\'', '"')));
  }
}
