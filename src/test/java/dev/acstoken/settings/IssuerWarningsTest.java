package dev.acstoken.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies which valid settings of an issuer the operator is warned of. */
class IssuerWarningsTest {

  private static final String TENANT = "0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035";
  private static final String VERSION_1 = "https://sts.windows.net/" + TENANT + "/";
  private static final String VERSION_2 = "https://login.microsoftonline.com/" + TENANT + "/v2.0";
  private static final String CLIENT = "4b8e2f10-93c7-4d5a-b6e1-8f0a7c2d3e94";
  private static final String BY_OID = "'userClaim': 'oid'";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "account",
        "Account",
        "openid",
        "https://api.pingone.eu",
        "https://api.pingone.sg",
        "https://management.azure.com/",
        "https://tenant.eu.auth0.com/me/",
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
    assertEquals(
        1,
        warnings(
                "'audiences': ['chat'], 'requiredClaims':"
                    + " [{'claim': 'firebase.sign_in_provider', 'notEquals': 'anonymous'}]")
            .size());
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "authenticated",
        "chat",
        "api://chat",
        "project-1",
        "https://chat.example",
        "https://chat.example/api/v2",
        "https://chat.example/resources"
      })
  void anAudienceOfItsOwnIsNoReasonToWarn(String audience) {
    assertEquals(List.of(), warnings("'audiences': ['" + audience + "']"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'audiences': ['a,b']|The audience \"a,b\" (AUTH_ISSUERS[0].audiences) is one text",
        "'audiences': ['a; b']|is one text",
        "'audiences': ['a', 'two words']|The audience \"two words\"",
        "'audiences': ['a'], 'applications': ['b c']|The application \"b c\" (AUTH_ISSUERS[0].applications)",
        "'audiences': ['a'], 'applications': ['api://chat']|looks like the identifier of an API",
        "'audiences': ['your-client-id']|looks like an example",
        "'audiences': ['a'], 'applications': ['YOUR_CLIENT_ID']|(AUTH_ISSUERS[0].applications) looks",
        "'audiences': ['https://yourApi.example']|looks like an example",
        "'audiences': ['a'], 'metadataUrl': 'https://id.example/oauth/jwks.json'|.metadataUrl) looks like",
        "'audiences': ['a'], 'metadataUrl': 'https://id.example/discovery/keys'|looks like a key set",
        "'audiences': ['a'], 'metadataUrl': 'https://id.example/openid-connect/certs'|looks like",
      })
  void aTextThatMatchesNoTokenIsWarnedOf(String members, String warning) {
    var warnings = warnings(members);

    assertEquals(1, warnings.size(), warnings::toString);
    assertTrue(warnings.get(0).contains(warning), warnings::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://id.example/.well-known/openid-configuration",
        "https://id.example/metadata?policy=signin",
        "https://id.example/keys/.well-known/oauth-authorization-server"
      })
  void aMetadataDocumentIsNoReasonToWarn(String address) {
    assertEquals(List.of(), warnings("'audiences': ['a'], 'metadataUrl': '" + address + "'"));
  }

  @Test
  void anAudienceThatTheVersionOfTheTokensNeverHasIsWarnedOf() {
    assertEquals(1, entraWarnings(VERSION_2, "'audiences': ['api://chat'], " + BY_OID).size());
    assertEquals(
        List.of(),
        entraWarnings(VERSION_2, "'audiences': ['api://chat', '" + CLIENT + "'], " + BY_OID));
    assertEquals(List.of(), entraWarnings(VERSION_1, "'audiences': ['api://chat'], " + BY_OID));
  }

  @Test
  void aClientIdInUpperCaseIsWarnedOf() {
    String audiences = "'audiences': ['" + CLIENT.toUpperCase(Locale.ROOT) + "']";

    assertEquals(1, entraWarnings(VERSION_2, audiences + ", " + BY_OID).size());
    assertEquals(List.of(), warnings(audiences));
  }

  @Test
  void aUserClaimThatDiffersByApplicationIsWarnedOf() {
    String audiences = "'audiences': ['" + CLIENT + "']";

    assertEquals(1, entraWarnings(VERSION_2, audiences).size());
    assertEquals(List.of(), entraWarnings(VERSION_2, audiences + ", " + BY_OID));
    assertEquals(List.of(), warnings(audiences));
  }

  @Test
  void aWarningNamesTheSettingOfASingleIssuer() {
    var issuers =
        new SingleIssuerReader(
                setting ->
                    switch (setting) {
                      case AUTH_ISSUER -> Optional.of(VERSION_2);
                      case AUTH_AUDIENCE -> Optional.of("api://default");
                      default -> setting.defaultValue();
                    },
                problem -> {})
            .read();

    assertEquals(
        List.of("AUTH_AUDIENCE", "AUTH_AUDIENCE", "AUTH_USER_CLAIM"),
        IssuerWarnings.about(Setting.AUTH_ISSUER, issuers.stream().toList()).stream()
            .map(it -> it.replaceAll(".*\\((AUTH_\\w+)\\).*", "$1"))
            .toList());
  }

  @Test
  void theWarningOfASecondIssuerNamesItsPlace() {
    String json =
        "[{'issuer': 'https://a.example', 'audiences': ['a']},"
            + "{'issuer': 'https://b.example', 'audiences': ['account']}]";

    assertTrue(warningsOf(json).get(0).contains("(AUTH_ISSUERS[1].audiences)"));
  }

  private static List<String> entraWarnings(String issuer, String members) {
    return warningsOf("[{'issuer': '" + issuer + "', " + members + "}]");
  }

  private static List<String> warnings(String members) {
    return warningsOf("[{'issuer': 'https://id.example', " + members + "}]");
  }

  private static List<String> warningsOf(String json) {
    return IssuerWarnings.about(
        Setting.AUTH_ISSUERS,
        new TrustedIssuersReader(problem -> {}).read(json.replace('\'', '"')));
  }
}
