package dev.acstoken.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.auth.Admins;
import dev.acstoken.auth.ApplicationTokens;
import dev.acstoken.auth.Audience;
import dev.acstoken.auth.ClaimCondition;
import dev.acstoken.auth.ClaimCondition.Demand;
import dev.acstoken.auth.ClaimPath;
import dev.acstoken.auth.IssuerName;
import dev.acstoken.auth.RequiredScope;
import dev.acstoken.auth.TrustedIssuer;
import dev.acstoken.auth.keys.KeyLocation;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies how {@code AUTH_ISSUERS} is read, and what is said about mistakes in it. */
class TrustedIssuersReaderTest {

  private static final String TENANT = "0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035";
  private static final String OTHER_TENANT = "4b8e2f10-93c7-4d5a-b6e1-8f0a7c2d3e94";

  private static final String UPPER_CASE = "4B8E2F10-93C7-4D5A-B6E1-8F0A7C2D3E94";

  private final List<String> problems = new ArrayList<>();

  @Test
  void anIssuerNeedsOnlyItsUrlAndItsAudiences() {
    assertEquals(
        List.of(
            new TrustedIssuer(
                new IssuerName.Single("https://id.example/", Optional.empty()),
                new KeyLocation.Metadata(
                    URI.create("https://id.example/.well-known/openid-configuration"),
                    "https://id.example/"),
                new Audience(Set.of("a", "b"), Optional.empty()),
                Optional.empty(),
                ClaimPath.of("sub"),
                ClaimPath.of("roles"),
                Optional.empty(),
                List.of(),
                new ApplicationTokens(Optional.empty()),
                Admins.ALL)),
        read("[{'issuer': 'https://id.example/', 'audiences': ['a', 'b']}]"));
  }

  @Test
  void everyMemberIsRead() {
    var issuer =
        readOne(
            "'audienceClaim': 'client_id',"
                + "'applications': ['web', 'ios'],"
                + "'metadataUrl': 'https://keys.example/metadata?policy=signin',"
                + "'userClaim': ['user', 'id'],"
                + "'rolesClaim': 'https://example.com/roles',"
                + "'requiredScope': 'api://chat/Tokens.Issue',"
                + "'requiredClaims': ["
                + "  {'claim': 'email_verified', 'equals': true},"
                + "  {'claim': ['firebase', 'sign_in_provider'], 'notEquals': 'anonymous'},"
                + "  {'claim': 'acr', 'oneOf': ['2', 3]},"
                + "  {'claim': 'sid', 'present': true},"
                + "  {'claim': 'act', 'present': false}],"
                + "'applicationMark': {'claim': 'sid', 'present': false},"
                + "'admins': false,"
                + "'alias': 'contoso',"
                + "'previousIssuer': 'https://login.example'");

    assertEquals(
        new TrustedIssuer(
            new IssuerName.Single(
                "https://id.example", Optional.of("contoso"), Optional.of("https://login.example")),
            new KeyLocation.Metadata(
                URI.create("https://keys.example/metadata?policy=signin"), "https://id.example"),
            new Audience(Set.of("chat"), Optional.of("client_id")),
            Optional.of(Set.of("web", "ios")),
            new ClaimPath(List.of("user", "id")),
            ClaimPath.of("https://example.com/roles"),
            Optional.of(new RequiredScope("api://chat/Tokens.Issue", Set.of("chat"))),
            List.of(
                new ClaimCondition(ClaimPath.of("email_verified"), Demand.ONE_OF, Set.of("true")),
                new ClaimCondition(
                    new ClaimPath(List.of("firebase", "sign_in_provider")),
                    Demand.NONE_OF,
                    Set.of("anonymous")),
                new ClaimCondition(ClaimPath.of("acr"), Demand.ONE_OF, Set.of("2", "3")),
                new ClaimCondition(ClaimPath.of("sid"), Demand.PRESENT, Set.of()),
                new ClaimCondition(ClaimPath.of("act"), Demand.ABSENT, Set.of())),
            new ApplicationTokens(
                Optional.of(new ClaimCondition(ClaimPath.of("sid"), Demand.ABSENT, Set.of()))),
            Admins.NONE),
        issuer);
  }

  @Test
  void anIssuerWithAKeySetNeedsNoUrlForItsName() {
    var issuers =
        read(
            "[{'issuer': 'urn:example:login', 'audiences': ['a'],"
                + "'keySetUrl': 'https://id.example/jwks?a=b,c'}]");

    assertEquals(List.of(), problems);
    assertEquals("urn:example:login", issuers.get(0).name().configured());
  }

  @Test
  void aValueThatIsRequiredOfAClaimMayContainBraces() {
    readOne("'requiredClaims': [{'claim': 'a', 'equals': '{b}'}]");
  }

  @Test
  void aPlaceholderIsTheOnlyProblemOfItsMember() {
    read("[{'issuer': 'https://<host>', 'audiences': ['<a>'], 'alias': '<b>'}]");

    assertEquals(3, problems.size(), problems::toString);
  }

  @Test
  void theIdOfATenantIsSpelledAsInItsTokens() {
    read(
        pair(
            "'issuer': 'https://login.microsoftonline.com/{tenantid}/v2.0', 'tenants': '*'",
            "'issuer': 'https://login.microsoftonline.com/0D5A9C3E-71B2-4F68-8A4D-2C1E6F7B9035/v2.0'"));

    assertProblem("AUTH_ISSUERS[1].issuer must spell the tenant's id in lower case");
  }

  @Test
  void theKeySetCanTakeThePlaceOfMetadata() {
    assertEquals(
        new KeyLocation.KeySet(URI.create("https://id.example/jwks")),
        readOne("'keySetUrl': 'https://id.example/jwks'").keys());
  }

  @Test
  void onlyTheOnlyIssuerHasAdminsByDefault() {
    var issuers =
        read(
            "[{'issuer': 'https://one.example', 'audiences': ['a'], 'admins': true},"
                + "{'issuer': 'https://two.example', 'audiences': ['a']}]");

    assertEquals(
        List.of(Admins.ALL, Admins.NONE), issuers.stream().map(it -> it.admins()).toList());
  }

  @Test
  void aTemplateUsesTheCommonKeysAndHasNoAdminsUnlessTenantsAreNamed() {
    var template =
        read(
            "[{'issuer': 'https://login.microsoftonline.com/{tenantid}/v2.0',"
                + "'audiences': ['a'], 'tenants': '*'}]");

    assertEquals(
        new KeyLocation.Metadata(
            URI.create(
                "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration"),
            "https://login.microsoftonline.com/{tenantid}/v2.0"),
        template.get(0).keys());
    assertEquals(Admins.NONE, template.get(0).admins());
  }

  @Test
  void theAdminsOfATemplateAreThoseOfTheNamedTenants() {
    var template =
        read(
            ("[{'issuer': 'https://login.microsoftonline.com/{tenantid}/v2.0', 'audiences': ['a'],"
                    + "'tenants': ['%s', '%s'], 'admins': ['%s']}]")
                .formatted(TENANT, OTHER_TENANT, TENANT.toUpperCase(java.util.Locale.ROOT)));

    assertEquals(new Admins.OfTenants(Set.of(TENANT)), template.get(0).admins());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'issuer': 'https://id.example'}|is not well-formed|must be a JSON array",
        "[]||must be a JSON array with an object for each issuer",
        "[{'issuer': ||is not well-formed JSON. A shell may have removed its quotation marks",
        "[{issuer: https://id.example}]||is not well-formed JSON",
        "['https://id.example']||[0] must be a JSON object",
        "[{}]||[0].issuer is required",
        "[{}]||[0].audiences is required",
        "[{'issuer': 7, 'audiences': ['a']}]||[0].issuer must be a text",
        "[{'issuer': 'https://id.example', 'issuer': 'x'}]||contains a member twice",
        "[{'issuer': 'https://id.example', 'audiences': ['a'], 'applications': null}]||[0].applications must be a list",
      })
  void aListOfAnotherFormIsRefused(String json, String ignored, String problem) {
    read(json);

    assertProblem("AUTH_ISSUERS" + (problem.startsWith("[") ? "" : " ") + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'audience': 'a'|has unknown members: audience. The known ones are:",
        "'audiences': 'a'|.audiences must be a list of texts",
        "'audiences': []|.audiences must be a list of texts that is not empty",
        "'audiences': [7]|.audiences must be a list of texts",
        "'audienceClaim': 'azp2'|.audienceClaim must be",
        "'applications': []|.applications must be a list of texts that is not empty",
        "'metadataUrl': 'http://keys.example'|.metadataUrl uses plain http",
        "'keySetUrl': 'https://k.example', 'metadataUrl': 'https://m.example'|.keySetUrl cannot be combined",
        "'userClaim': 'preferred_username'|.userClaim must not be",
        "'userClaim': ['user', 'upn']|.userClaim must not be",
        "'userClaim': []|.userClaim must be a list of texts",
        "'rolesClaim': 7|.rolesClaim must be a text",
        "'requiredScope': 'a b'|.requiredScope must be one scope",
        "'requiredScope': 'api://chat/'|.requiredScope must name a scope after its last slash",
        "'userClaim': 'https://example.com/email'|.userClaim must not be",
        "'userClaim': 'mail'|.userClaim must not be",
        "'userClaim': 'EMAIL'|.userClaim must not be",
        "'userClaim': 'verified_primary_email'|.userClaim must not be",
        "'userClaim': 'azp'|.userClaim must not be",
        "'userClaim': 'Login'|.userClaim must not be",
        "'alias': '{tenantid}/{tenantid}'|.alias must not contain",
        "'requiredClaims': {}|.requiredClaims must be a list of objects",
        "'requiredClaims': [7]|.requiredClaims[0] must be an object",
        "'requiredClaims': [{'claim': 'a'}]|.requiredClaims[0] must have exactly one of",
        "'requiredClaims': [{'claim': 'a', 'equals': 1, 'present': true}]|must have exactly one of",
        "'requiredClaims': [{'equals': 1}]|.requiredClaims[0].claim is required",
        "'requiredClaims': [{'claim': 'a', 'equals': [1]}]|.equals must be a text",
        "'requiredClaims': [{'claim': 'a', 'oneOf': 1}]|.oneOf must be a list",
        "'requiredClaims': [{'claim': 'a', 'is': 1}]|has unknown members: is",
        "'applicationMark': {'claim': 'a'}|.applicationMark.present is required",
        "'applicationMark': {'claim': 'a', 'present': 'true'}|.present must be true or false",
        "'admins': 'yes'|.admins must be true or false",
        "'admins': ['a']|.admins must be true or false",
        "'alias': 'two words'|.alias must consist of",
        "'alias': 'a#applications'|.alias must consist of",
        "'previousIssuer': 7|.previousIssuer must be a text",
        "'previousIssuer': 'two words'|.previousIssuer must consist of",
        "'previousIssuer': 'a#applications'|.previousIssuer must consist of",
        "'previousIssuer': '<former issuer>'|.previousIssuer still contains the placeholder",
        "'previousIssuer': 'a/{tenantid}'|.previousIssuer may contain",
        "'previousIssuer': '{tenantid}/{tenantid}'|.previousIssuer must not contain",
        "'previousIssuer': 'https://id.example'|.previousIssuer is the present name",
        "'alias': 'a', 'previousIssuer': 'a'|.previousIssuer is the present name",
        "'tenants': '*'|.tenants is possible only if",
        "'keySetUrl': 'https://k.example/.well-known/openid-configuration'|.keySetUrl is the address of a metadata document",
        "'audiences': ['chat', '<client id>']|.audiences[1] still contains the placeholder \"<client id>\"",
        "'audiences': ['api://{client-id}']|.audiences[0] still contains the placeholder",
        "'audiences': ['api://{tenantid}/chat']|.audiences[0] still contains the placeholder",
        "'audiences': ['chat\u00a0']|.audiences[0] contains the invisible character U+00A0",
        "'applications': ['<app>', '{app}']|.applications[1] still contains the placeholder",
        "'applications': ['xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx']|.applications[0] still contains",
        "'requiredScope': '<scope>'|.requiredScope still contains the placeholder",
        "'rolesClaim': ['resource_access', '<client id>', 'roles']|.rolesClaim[1] still contains",
        "'alias': '<former issuer>'|.alias still contains the placeholder",
        "'metadataUrl': 'https://<host>/m'|.metadataUrl still contains the placeholder",
        "'requiredClaims': [{'claim': 'hd', 'equals': '<domain>'}]|.requiredClaims[0].equals still",
        "'requiredClaims': [{'claim': 'a', 'oneOf': ['b', '<c>']}]|.requiredClaims[0].oneOf[1] still",
      })
  void aWrongMemberIsNamed(String member, String problem) {
    String audiences = member.contains("'audiences'") ? "" : "'audiences': ['chat'],";
    read("[{'issuer': 'https://id.example'," + audiences + member + "}]");

    assertProblem(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "|.tenants is required",
        "'tenants': ['contoso.example'],|.tenants must contain the ids of tenants",
        "'tenants': 'all',|.tenants must be a list of texts",
        "'tenants': ['<tenant id>'],|.tenants[0] still contains the placeholder",
        "'tenants': '*', 'applications': ['api://chat'],|.applications[0] must be the client id",
        "'tenants': '*', 'applications': ['"
            + UPPER_CASE
            + "'],|.applications[0] must be the client id",
        "'tenants': '*', 'admins': true,|.admins must list the ids of the tenants",
        "'tenants': ['"
            + TENANT
            + "'], 'admins': ['"
            + OTHER_TENANT
            + "'],|.admins names a tenant that is not in tenants",
      })
  void aWrongMemberOfATemplateIsNamed(String members, String problem) {
    read(
        "[{'issuer': 'https://login.microsoftonline.com/{tenantid}/v2.0',"
            + (members == null ? "" : members)
            + "'audiences': ['chat']}]");

    assertProblem(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "https://a.example,https://b.example|is a list",
        "['https://a.example']|is a list",
        "https://a.example/.well-known/openid-configuration|remove \"/.well-known/openid-configuration\"",
        "https://a.example/realms/x/protocol/openid-connect/certs|remove \"/protocol/openid-connect/certs\"",
        "https://a.example/.well-known/oauth-authorization-server/x|is the address of a metadata",
        "https://a.example/My Company|contains a space",
        "https://a.example/München|contains the character \"ü\"",
        "http://keycloak:8080/realms/chat|uses plain http",
        "http://10.0.2.2:8080|uses plain http",
        "a.example/x|must begin with",
        "https:/a.example|must begin with",
        "https:///x|must begin with",
        "ftp://a.example|must begin with",
        "https://user@a.example|contains a user name",
        "https://a.example/%zz|is not a valid URL",
        "https://a.example/?x=1|contains \"?\"",
        "https://a.example/#x|contains \"#\"",
        "\"https://a.example\"|is in quotation marks",
        "https://<tenant>.auth0.com/|still contains the placeholder \"<tenant>\"",
        "https://login.microsoftonline.com/<tenant id>/v2.0|still contains the placeholder",
        "https://<your tenant, see the portal>/|still contains the placeholder",
        "https://login.microsoftonline.com/{tenantid}/v2.0|Only issuer, alias and previousIssuer in AUTH_ISSUERS may",
        "https://${DOMAIN}/|still contains the placeholder \"${DOMAIN}\"",
        "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000/v2.0|placeholder",
        "@Microsoft.KeyVault(SecretUri=https://v.example/s)|is a reference to a key vault",
        "https://a.example/\u200b|contains the invisible character U+200B",
        "https://tenant.eu.auth0.com|lacks the slash at its end",
        "https://sts.windows.net/0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035|lacks the slash",
        "https://x.b2clogin.com/0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035/v2.0|lacks the slash",
        "https://login.microsoftonline.com/common/v2.0|names no tenant",
        "https://login.microsoftonline.com/organizations/v2.0|names no tenant",
        "https://login.microsoftonline.com/contoso.com/v2.0|names the tenant by a name",
        "https://login.microsoftonline.us/common/v2.0|names no tenant",
        "https://sts.chinacloudapi.cn/0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035|lacks the slash",
        "https://contoso.ciamlogin.com/0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035/v2.0|by a name",
        "https://sts.windows.net/contoso.com/|names the tenant by a name",
        "https://login.microsoftonline.com/0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035|is not what the tokens",
        "https://login.microsoftonline.com/0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035/v2.0/|is not what the tokens",
        "https://sts.windows.net/0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035/v2.0/|is not what the tokens",
        "https://login.microsoftonline.com/0D5A9C3E-71B2-4F68-8A4D-2C1E6F7B9035/v2.0|in lower case",
        "https://contoso.okta.com/oauth2/default/|has a slash at its end",
      })
  void aMistakeInAnIssuersUrlIsExplained(String url, String problem) {
    assertTrue(
        IssuerUrl.problemOfIssuer(url).filter(it -> it.contains(problem)).isPresent(),
        () -> IssuerUrl.problemOfIssuer(url).toString());
  }

  // The issuers of guests and applications in the keys of users contain it.
  @ParameterizedTest
  @ValueSource(strings = {"#guests", "https://a.example#applications"})
  void noIssuersNameContainsANumberSign(String name) {
    assertTrue(
        IssuerUrl.problemOfName(name).filter(it -> it.contains("contains \"#\"")).isPresent());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://accounts.google.com",
        "https://appleid.apple.com",
        "https://securetoken.google.com/project-1",
        "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Ab12Cd34E",
        "https://tenant.eu.auth0.com/",
        "https://login.microsoftonline.com/0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035/v2.0",
        "https://sts.windows.net/0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035/",
        "https://contoso.okta.com",
        "https://contoso.okta.com/oauth2/default",
        "https://0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035.ciamlogin.com/0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035/v2.0",
        "https://x.b2clogin.com/0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035/v2.0/",
        "https://x.b2clogin.com/tfp/0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035/b2c_1_signin/v2.0/",
        "https://keycloak.example:8443/realms/My%20Company",
        "http://localhost:7072"
      })
  void theIssuersOfProvidersAreAccepted(String url) {
    assertEquals(Optional.empty(), IssuerUrl.problemOfIssuer(url));
  }

  @Test
  void everyProblemOfEveryIssuerIsReported() {
    read("[{'issuer': 'x', 'audiences': []}, {'issuer': 'https://id.example', 'alias': ' '}]");

    assertEquals(4, problems.size(), problems::toString);
  }

  @Test
  void aTemplateHasOnePlaceForTheTenant() {
    read(
        "[{'issuer': 'https://{tenantid}.ciamlogin.com/{tenantid}/v2.0', 'tenants': '*',"
            + "'audiences': ['a']}]");

    assertProblem(".issuer must not contain \"{tenantid}\" more than once");
  }

  @Test
  void aKnownMemberIsKnownWhateverTheOthersAre() {
    read("[{'issuer': 'x', 'audiences': ['a'], 'metadataUrl': 'https://id.example/m'}]");

    assertEquals(1, problems.size(), problems::toString);
  }

  @Test
  void anIssuerMustNotBeNamedTwice() {
    read(pair("'issuer': 'https://a.example'", "'issuer': 'https://a.example'"));

    assertProblem("AUTH_ISSUERS[1].issuer is that of AUTH_ISSUERS[0], too");
  }

  /** The former URL of an issuer is its alias. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a.example/realms/M%C3%BCnchen",
        "https://[2001:db8::1]/realms/chat",
        "https://a.example/(tenant)/a+b"
      })
  void anAliasMayBeAnyUrlOfAnIssuer(String url) {
    var issuers =
        read("[{'issuer': 'https://b.example', 'audiences': ['a'], 'alias': '" + url + "'}]");

    assertEquals(
        Optional.of(url), issuers.get(0).name().userKeyNamed(issuers.get(0).name().configured()));
  }

  @Test
  void issuersWithTheSameAliasShareTheirUsers() {
    var issuers =
        read(
            pair(
                "'issuer': 'https://a.example', 'alias': 'https://a.example'",
                "'issuer': 'https://b.example', 'alias': 'https://a.example'"));

    assertEquals(
        List.of(Optional.of("https://a.example"), Optional.of("https://a.example")),
        issuers.stream().map(it -> it.name().userKeyNamed(it.name().configured())).toList());
  }

  @Test
  void issuersWithTheSameAliasMustIdentifyUsersByTheSameClaim() {
    read(
        pair(
            "'issuer': 'https://a.example', 'alias': 'x'",
            "'issuer': 'https://b.example', 'alias': 'x', 'userClaim': 'oid'"));

    assertProblem("AUTH_ISSUERS[0].alias is that of AUTH_ISSUERS[1], which has another userClaim");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'issuer': 'https://a.example'|'https://a.example'",
        "'issuer': 'https://a.example', 'alias': 'a'|'https://a.example'",
        "'issuer': 'https://login.microsoftonline.com/{tenantid}/v2.0', 'tenants': '*'"
            + "|'https://login.microsoftonline.com/0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035/v2.0'",
        "'issuer': 'https://login.microsoftonline.com/{tenantid}/v2.0', 'tenants': '*', 'alias': 'x'"
            + "|'x/0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035'",
      })
  void anAliasMustNotBeTheNameOfAnotherIssuer(String other, String alias) {
    read(pair(other, "'issuer': 'https://b.example', 'alias': " + alias));

    assertProblem("AUTH_ISSUERS[1].alias is the URL or the alias of AUTH_ISSUERS[0].");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'alias': 'main', 'previousIssuer': 'https://id.example'",
        "'previousIssuer': 'https://old.example'",
        "'previousIssuer': 'main'",
        "'alias': 'b', 'previousIssuer': 'a'",
        "'keySetUrl': 'https://k.example', 'previousIssuer': 'urn:login:a=b&c'"
      })
  void aFormerNameMayBeAnyNameThatTheIssuerHad(String members) {
    readOne(members);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'alias': 'main', 'previousIssuer': 'https://login.microsoftonline.com/{tenantid}/v2.0'",
        "'previousIssuer': 'https://sts.windows.net/{tenantid}/'",
        "'previousIssuer': 'main'",
      })
  void aTemplateMayHaveAFormerName(String members) {
    read(
        "[{'issuer': 'https://login.microsoftonline.com/{tenantid}/v2.0', 'tenants': '*',"
            + "'audiences': ['a'], "
            + members
            + "}]");

    assertEquals(List.of(), problems);
  }

  @Test
  void theFormerNameOfATemplateMustNotBeItsPresentOne() {
    read(
        "[{'issuer': 'https://login.microsoftonline.com/{tenantid}/v2.0', 'tenants': '*',"
            + "'audiences': ['a'], 'alias': 'a/{tenantid}', 'previousIssuer': 'a'}]");

    assertProblem("AUTH_ISSUERS[0].previousIssuer is the present name");
  }

  /** The former issuer may stay trusted while its last tokens expire. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'issuer': 'https://new.example', 'alias': 'x', 'previousIssuer': 'https://old.example'"
            + "|'issuer': 'https://old.example', 'alias': 'x', 'previousIssuer': 'https://old.example'",
        "'issuer': 'https://new.example', 'alias': 'https://new.example', 'previousIssuer': 'old'"
            + "|'issuer': 'https://old.example', 'alias': 'https://new.example', 'previousIssuer': 'old'",
        "'issuer': 'https://a.example', 'alias': 'a', 'previousIssuer': 'https://a.example'"
            + "|'issuer': 'https://b.example', 'alias': 'b', 'previousIssuer': 'https://b.example'",
        "'issuer': 'https://login.microsoftonline.com/{tenantid}/v2.0', 'tenants': '*',"
            + " 'alias': 'all', 'previousIssuer': 'https://login.microsoftonline.com/{tenantid}/v2.0'"
            + "|'issuer': 'https://login.microsoftonline.com/0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035/v2.0',"
            + " 'alias': 'ours', 'previousIssuer':"
            + " 'https://login.microsoftonline.com/0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035/v2.0'",
      })
  void issuersMayBeRenamedTogether(String one, String other) {
    read(pair(one, other));
    read(pair(other, one));

    assertEquals(List.of(), problems);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'issuer': 'https://a.example'|'previousIssuer': 'https://a.example'",
        "'issuer': 'https://a.example', 'alias': 'a'|'previousIssuer': 'https://a.example'",
        "'issuer': 'https://a.example', 'alias': 'a'|'previousIssuer': 'a'",
        "'issuer': 'https://a.example', 'alias': 'a'|'alias': 'b', 'previousIssuer': 'a'",
        "'issuer': 'https://a.example', 'previousIssuer': 'a'|'previousIssuer': 'a'",
        "'issuer': 'https://sts.windows.net/{tenantid}/', 'tenants': '*'"
            + "|'previousIssuer': 'https://sts.windows.net/0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035/'",
        "'issuer': 'https://sts.windows.net/{tenantid}/', 'tenants': '*', 'previousIssuer': 'a'"
            + "|'previousIssuer': 'a/0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035'",
      })
  void aFormerNameMustNotBeTheNameOfAnotherIssuer(String other, String members) {
    read(pair(other, "'issuer': 'https://b.example', " + members));

    assertProblem(
        "AUTH_ISSUERS[1].previousIssuer is the URL, the alias or the previousIssuer of"
            + " AUTH_ISSUERS[0].");
  }

  @Test
  void theFormerNameOfATemplateMustNotContainAnotherIssuer() {
    read(
        pair(
            "'issuer': 'https://sts.windows.net/0d5a9c3e-71b2-4f68-8a4d-2c1e6f7b9035/'",
            "'issuer': 'https://login.microsoftonline.com/{tenantid}/v2.0', 'tenants': '*',"
                + "'previousIssuer': 'https://sts.windows.net/{tenantid}/'"));

    assertProblem("AUTH_ISSUERS[1].previousIssuer is the URL, the alias or the previousIssuer of");
  }

  @Test
  void anAliasThatIsTheFormerNameOfAnotherIssuerIsReportedOnce() {
    read(
        pair(
            "'issuer': 'https://a.example', 'previousIssuer': 'x'",
            "'issuer': 'https://b.example', 'alias': 'x'"));

    assertEquals(1, problems.size(), problems::toString);
    assertProblem("AUTH_ISSUERS[0].previousIssuer is the URL, the alias or");
  }

  @Test
  void issuersWithTheSameAliasHaveTheSameFormerName() {
    read(
        pair(
            "'issuer': 'https://a.example', 'alias': 'x', 'previousIssuer': 'https://a.example'",
            "'issuer': 'https://b.example', 'alias': 'x'"));

    assertProblem("AUTH_ISSUERS[0].previousIssuer is not that of AUTH_ISSUERS[1].");
  }

  private TrustedIssuer readOne(String members) {
    var issuers =
        read("[{'issuer': 'https://id.example', 'audiences': ['chat'], " + members + "}]");

    assertEquals(List.of(), problems);
    return issuers.get(0);
  }

  private List<TrustedIssuer> read(String json) {
    return new TrustedIssuersReader(problems::add).read(json.replace('\'', '"'));
  }

  private static String pair(String one, String other) {
    return "[{" + one + ", 'audiences': ['a']}, {" + other + ", 'audiences': ['a']}]";
  }

  private void assertProblem(String text) {
    assertTrue(problems.stream().anyMatch(it -> it.contains(text)), problems::toString);
  }
}
