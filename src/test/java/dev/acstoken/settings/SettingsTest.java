package dev.acstoken.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.acstoken.auth.Admins;
import dev.acstoken.auth.ApplicationTokens;
import dev.acstoken.auth.Audience;
import dev.acstoken.auth.ClaimPath;
import dev.acstoken.auth.IssuerName;
import dev.acstoken.auth.RequiredScope;
import dev.acstoken.auth.Roles;
import dev.acstoken.auth.TrustedIssuer;
import dev.acstoken.auth.TrustedIssuers;
import dev.acstoken.auth.keys.KeyLocation;
import dev.acstoken.azure.acs.AcsSettings;
import dev.acstoken.azure.entra.EntraTenant;
import dev.acstoken.azure.entra.OnBehalfOfSettings;
import dev.acstoken.azure.entra.TeamsSettings;
import dev.acstoken.azure.table.TableSettings;
import dev.acstoken.guests.GuestRules;
import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.IdentityRules;
import dev.acstoken.identity.Redacted;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenPolicy;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.ratelimit.RateLimit;
import dev.acstoken.ratelimit.RateLimits;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies how environment variables are read as settings, and the messages for invalid ones. */
class SettingsTest {

  private static final String ENDPOINT = "COMMUNICATION_SERVICES_ENDPOINT";
  private static final String ACCESS_KEY = "COMMUNICATION_SERVICES_ACCESSKEY";
  private static final String CONNECTION_STRING = "COMMUNICATION_SERVICES_CONNECTION_STRING";
  private static final String TABLE_ENDPOINT = "TABLE_STORAGE_ENDPOINT";
  private static final String TABLE_CONNECTION_STRING = "TABLE_STORAGE_CONNECTION_STRING";

  private static final URI CONTOSO = URI.create("https://contoso.communication.azure.com");
  private static final String KEY = "c2VjcmV0LWtleQ==";
  private static final String APP = "2c3e1e83-8fd7-4615-ad2b-b8c1229845ac";

  private static final Map<String, String> MINIMAL =
      Map.of(
          ENDPOINT,
          CONTOSO.toString(),
          TABLE_ENDPOINT,
          "https://contoso.table.core.windows.net",
          "AUTH_ISSUER",
          "https://login.example/tenant/v2.0",
          "AUTH_AUDIENCE",
          "api://tokens");

  private static String issuerOf(Map<String, String> environment) {
    return SettingsReader.read(environment).issuers().issuers().get(0).name().configured();
  }

  private static TrustedIssuers issuers(String userClaim, Optional<String> scope, Roles roles) {
    var audiences = Set.of("api://tokens");
    return new TrustedIssuers(
        List.of(
            new TrustedIssuer(
                new IssuerName.Single("https://login.example/tenant/v2.0", Optional.empty()),
                KeyLocation.discovered("https://login.example/tenant/v2.0"),
                new Audience(audiences, Optional.empty()),
                Optional.empty(),
                ClaimPath.of(userClaim),
                ClaimPath.of("roles"),
                scope.map(text -> new RequiredScope(text, audiences)),
                List.of(),
                new ApplicationTokens(Optional.empty()),
                Admins.ALL)),
        roles);
  }

  @Test
  void requiresFourVariablesAndHasDefaultsForTheRest() {
    assertEquals(
        new Settings(
            new AcsSettings(CONTOSO, Optional.empty()),
            new IdentityRules(
                AcsResource.at(CONTOSO.toString()),
                Duration.ofMinutes(15),
                new TokenPolicy(
                    ScopeSet.of(TokenScope.CHAT, TokenScope.VOIP), new TokenLifetime(1440)),
                issuers("sub", Optional.empty(), new Roles("Identity.Admin", "Invitation.Create")),
                true),
            new TableSettings(
                new TableSettings.WithCredential(
                    URI.create("https://contoso.table.core.windows.net")),
                "identities"),
            Optional.empty(),
            issuers("sub", Optional.empty(), new Roles("Identity.Admin", "Invitation.Create")),
            Optional.empty(),
            new GuestRules(
                ScopeSet.of(TokenScope.CHAT_JOIN, TokenScope.VOIP_JOIN),
                Duration.ofDays(30),
                new TokenLifetime(1440)),
            new RateLimits(new RateLimit(20, 10), 20, 400, 1200, 400, 400, 60),
            List.of()),
        SettingsReader.read(MINIMAL));
  }

  @Test
  void readsEveryVariable() {
    var environment = with("TABLE_STORAGE_TABLE", "Users2");
    environment.put(ACCESS_KEY, KEY);
    environment.put("COMMUNICATION_SERVICES_RESOURCE_ID", APP.toUpperCase(Locale.ROOT));
    environment.put("FOREIGN_IDENTITIES", "replace: https://Fabrikam.communication.azure.com:443/");
    environment.put("IDENTITY_LOSS_MINUTES", "60");
    environment.put("AZURE_CLIENT_ID", "9f1c");
    environment.put("AUTH_USER_CLAIM", "oid");
    environment.put("AUTH_REQUIRED_SCOPE", "tokens.issue");
    environment.put("AUTH_ADMIN_ROLE", "Operator");
    environment.put("AUTH_INVITATION_ROLE", "Host");
    environment.put("TOKEN_SCOPES", " chat ");
    environment.put("TOKEN_LIFETIME_MINUTES", "60");
    environment.put("READ_AHEAD", "False");
    environment.put("GUEST_SCOPES", "voip");
    environment.put("INVITATION_MAX_HOURS", "24");
    environment.put("TEAMS_APP_ID", APP.toUpperCase(Locale.ROOT));
    environment.put("TOKEN_REQUESTS_PER_MINUTE", "60");
    environment.put("TOKEN_REQUESTS_BURST", "5");
    environment.put("USER_REQUESTS_PER_MINUTE", "6");
    environment.put("ADMIN_REQUESTS_PER_MINUTE", "7");
    environment.put("INSTANCE_ISSUE_REQUESTS_PER_MINUTE", "8");
    environment.put("INSTANCE_NEW_IDENTITIES_PER_MINUTE", "9");
    environment.put("INSTANCE_REVOCATIONS_PER_MINUTE", "10");
    environment.put("GUEST_JOINS_PER_MINUTE", "61");

    assertEquals(
        new Settings(
            new AcsSettings(CONTOSO, Optional.of(new Redacted(KEY))),
            new IdentityRules(
                new AcsResource(
                    CONTOSO.toString(),
                    Optional.of(APP),
                    Optional.of("https://fabrikam.communication.azure.com")),
                Duration.ofMinutes(60),
                new TokenPolicy(ScopeSet.of(TokenScope.CHAT), new TokenLifetime(60)),
                issuers("oid", Optional.of("tokens.issue"), new Roles("Operator", "Host")),
                false),
            new TableSettings(
                new TableSettings.WithCredential(
                    URI.create("https://contoso.table.core.windows.net")),
                "Users2"),
            Optional.of("9f1c"),
            issuers("oid", Optional.of("tokens.issue"), new Roles("Operator", "Host")),
            Optional.of(new TeamsSettings(APP, Optional.empty())),
            new GuestRules(
                ScopeSet.of(TokenScope.VOIP), Duration.ofHours(24), new TokenLifetime(60)),
            new RateLimits(new RateLimit(60, 5), 6, 7, 8, 9, 10, 61),
            List.of()),
        SettingsReader.read(environment));
  }

  @Test
  void treatsABlankVariableAsMissing() {
    var environment = with("AZURE_CLIENT_ID", " ");
    environment.putAll(Map.of(ACCESS_KEY, "", CONNECTION_STRING, "\t", "TOKEN_SCOPES", ""));
    environment.putAll(Map.of("TOKEN_LIFETIME_MINUTES", " ", "AUTH_REQUIRED_SCOPE", " "));

    assertEquals(SettingsReader.read(MINIMAL), SettingsReader.read(environment));
    assertProblems(Set.of("AUTH_ISSUER"), with("AUTH_ISSUER", "  "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "endpoint=https://contoso.communication.azure.com/;accesskey=" + KEY,
        "endpoint=https://contoso.communication.azure.com;accesskey=" + KEY + ";",
        "accesskey=" + KEY + ";endpoint=https://contoso.communication.azure.com",
        "Endpoint=HTTPS://Contoso.communication.azure.com:443/ ; AccessKey=" + KEY
      })
  void readsAnAcsConnectionStringInAnyOrderAndCase(String connectionString) {
    var environment = without(ENDPOINT);
    environment.put(CONNECTION_STRING, connectionString);

    assertEquals(
        new AcsSettings(CONTOSO, Optional.of(new Redacted(KEY))),
        SettingsReader.read(environment).acs());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://contoso.communication.azure.com/",
        "https://CONTOSO.communication.azure.com",
        "HTTPS://contoso.communication.azure.com:443",
        " https://contoso.communication.azure.com "
      })
  void normalisesTheAcsEndpoint(String endpoint) {
    assertEquals(CONTOSO, SettingsReader.read(with(ENDPOINT, endpoint)).acs().endpoint());
  }

  @Test
  void keepsANonDefaultPortOfTheAcsEndpoint() {
    assertEquals(
        URI.create("https://localhost:8443"),
        SettingsReader.read(with(ENDPOINT, "https://localhost:8443/")).acs().endpoint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UseDevelopmentStorage=true",
        "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=" + KEY,
        "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey="
            + KEY
            + ";TableEndpoint=http://127.0.0.1:10002/devstoreaccount1;",
        "TableEndpoint=https://a.table.core.windows.net/;SharedAccessSignature=sv=2019&sig=abc"
      })
  void keepsATableConnectionStringUnchanged(String connectionString) {
    var environment = without(TABLE_ENDPOINT);
    environment.put(TABLE_CONNECTION_STRING, connectionString);

    assertEquals(
        new TableSettings.WithConnectionString(new Redacted(connectionString)),
        SettingsReader.read(environment).table().account());
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat,voip", "voip , chat", "chat,chat,voip"})
  void readsScopesInAnyOrder(String scopes) {
    assertEquals(
        ScopeSet.of(TokenScope.CHAT, TokenScope.VOIP),
        SettingsReader.read(with("TOKEN_SCOPES", scopes)).identities().tokens().scopes());
  }

  @Test
  void readsTheJoinScopes() {
    assertEquals(
        ScopeSet.of(TokenScope.CHAT_JOIN, TokenScope.CHAT_JOIN_LIMITED, TokenScope.VOIP_JOIN),
        SettingsReader.read(with("TOKEN_SCOPES", "chat.join,chat.join.limited,voip.join"))
            .identities()
            .tokens()
            .scopes());
  }

  @Test
  void rejectsPstnWithAnExplanation() {
    var environment = with("TOKEN_SCOPES", "chat, pstn");

    assertProblems(Set.of("TOKEN_SCOPES"), environment);
    var e = assertThrows(SettingsException.class, () -> SettingsReader.read(environment));
    assertTrue(String.valueOf(e.getMessage()).contains("pstn, which was never a supported scope"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://login.microsoftonline.com/8d1f0b52-6c1e-4f0a-9a57-3f6e2b1c0d94/v2.0,"
        + " https://login.microsoftonline.com/, 8d1f0b52-6c1e-4f0a-9a57-3f6e2b1c0d94",
    "https://127.0.0.1:7074/contoso.example/v2.0, https://127.0.0.1:7074/, contoso.example"
  })
  void readsTheOnBehalfOfTenantFromTheIssuer(String issuer, String host, String tenant) {
    var environment = withLocalResources(issuer);
    environment.put("TEAMS_ON_BEHALF_OF_APP_ID", APP);

    assertEquals(
        Optional.of(
            new TeamsSettings(
                APP, Optional.of(new OnBehalfOfSettings(new EntraTenant(host, tenant), false)))),
        SettingsReader.read(environment).teams());
  }

  @ParameterizedTest
  @CsvSource({
    "chat-app, '[{\"issuer\": \"V2\", \"audiences\": [\"chat-app\"]}]', false",
    "one application by id and URI,"
        + " '[{\"issuer\": \"V2\", \"audiences\": [\"chat-app\", \"api://chat-app\"]}]', false",
    "version 1 with another audience,"
        + " '[{\"issuer\": \"V2\", \"audiences\": [\"chat-app\"]},"
        + " {\"issuer\": \"V1\", \"audiences\": [\"other\"]}]', true",
    "all tenants with another audience,"
        + " '[{\"issuer\": \"V2\", \"audiences\": [\"chat-app\"]},"
        + " {\"issuer\": \"ALL\", \"tenants\": \"*\", \"audiences\": [\"other\"]}]', true",
    "another provider, '[{\"issuer\": \"V2\", \"audiences\": [\"chat-app\"]},"
        + " {\"issuer\": \"https://issuer.example\", \"audiences\": [\"other\"]}]', false",
    "a customer tenant, '[{\"issuer\": \"V2\", \"audiences\": [\"chat-app\"]},"
        + " {\"issuer\": \"CIAM\", \"audiences\": [\"other\"]}]', false",
    "two audiences, '[{\"issuer\": \"V2\", \"audiences\": [\"chat-app\", \"other\"]}]', true"
  })
  void knowsWhetherTokensForOtherApplicationsOfTheOnBehalfOfTenantAreAccepted(
      String name, String issuers, boolean isAccepted) {
    String tenant = "8d1f0b52-6c1e-4f0a-9a57-3f6e2b1c0d94";
    var environment = with("AUTH_ISSUER", "");
    environment.put("AUTH_AUDIENCE", "");
    environment.put("TEAMS_ON_BEHALF_OF_APP_ID", APP);
    environment.put(
        "AUTH_ISSUERS",
        issuers
            .replace("V2", "https://login.microsoftonline.com/" + tenant + "/v2.0")
            .replace("V1", "https://sts.windows.net/" + tenant + "/")
            .replace("ALL", "https://sts.windows.net/{tenantid}/")
            .replace("CIAM", "https://" + tenant + ".ciamlogin.com/" + tenant + "/v2.0"));

    var onBehalfOf =
        SettingsReader.read(environment).teams().flatMap(TeamsSettings::onBehalfOf).orElseThrow();

    assertEquals(tenant, onBehalfOf.tenant().id(), name);
    assertEquals(isAccepted, onBehalfOf.acceptsOtherApplications(), name);
  }

  @Test
  void rejectsOnBehalfOfWithTwoTenants() {
    var environment = with("AUTH_ISSUER", "");
    environment.put("AUTH_AUDIENCE", "");
    environment.put("TEAMS_ON_BEHALF_OF_APP_ID", APP);
    environment.put(
        "AUTH_ISSUERS",
        "[{\"issuer\":"
            + " \"https://login.microsoftonline.com/8d1f0b52-6c1e-4f0a-9a57-3f6e2b1c0d94/v2.0\","
            + " \"audiences\": [\"a\"]},{\"issuer\":"
            + " \"https://login.microsoftonline.com/11111111-2222-4333-8444-555555555555/v2.0\","
            + " \"audiences\": [\"a\"]}]");

    assertProblems(Set.of("TEAMS_ON_BEHALF_OF_APP_ID"), environment);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://issuer.example",
        "https://sts.windows.net/8d1f0b52-6c1e-4f0a-9a57-3f6e2b1c0d94/",
        "https://8d1f0b52-6c1e-4f0a-9a57-3f6e2b1c0d94.ciamlogin.com/8d1f0b52-6c1e-4f0a-9a57-3f6e2b1c0d94/v2.0",
        "https://login.example/a/b/v2.0",
        "https://login.example/v2.0",
        "http://localhost:7072/8d1f/v2.0"
      })
  void rejectsOnBehalfOfIfTheIssuerIsNotAnEntraTenant(String issuer) {
    var environment = withLocalResources(issuer);
    environment.put("TEAMS_ON_BEHALF_OF_APP_ID", APP);

    assertProblems(Set.of("TEAMS_ON_BEHALF_OF_APP_ID"), environment);
  }

  @Test
  void rejectsBothTeamsSettingsTogether() {
    var environment = with("TEAMS_ON_BEHALF_OF_APP_ID", APP);
    environment.put("TEAMS_APP_ID", APP);

    assertProblems(Set.of("TEAMS_APP_ID"), environment);
  }

  @TestFactory
  Stream<DynamicTest> rejectsAnInvalidApplicationId() {
    return Stream.of("TEAMS_APP_ID", "TEAMS_ON_BEHALF_OF_APP_ID")
        .flatMap(it -> rejected(it, "teams", "api://" + APP, APP + "0", "1-1-1-1-1"));
  }

  @TestFactory
  Stream<DynamicTest> namesAMissingVariable() {
    return Stream.of(ENDPOINT, TABLE_ENDPOINT, "AUTH_ISSUER", "AUTH_AUDIENCE")
        .map(name -> dynamicTest(name, () -> assertProblems(Set.of(name), without(name))));
  }

  @Test
  void namesEveryMissingVariable() {
    assertProblems(
        Set.of("COMMUNICATION_SERVICES_ENDPOINT", "TABLE_STORAGE_ENDPOINT", "AUTH_ISSUER"),
        Map.of());
    assertProblems(Set.of("AUTH_ISSUER"), without("AUTH_ISSUER"));
    assertProblems(Set.of("AUTH_AUDIENCE"), without("AUTH_AUDIENCE"));
  }

  @Test
  void namesEveryWrongVariable() {
    var environment = with(ENDPOINT, "contoso");
    environment.put("TABLE_STORAGE_TABLE", "1");
    environment.put("AUTH_ISSUER", "contoso");
    environment.put("TOKEN_SCOPES", "email");
    environment.put("TOKEN_LIFETIME_MINUTES", "59");

    assertProblems(
        Set.of(
            ENDPOINT,
            "TABLE_STORAGE_TABLE",
            "AUTH_ISSUER",
            "TOKEN_SCOPES",
            "TOKEN_LIFETIME_MINUTES"),
        environment);
  }

  @Test
  void rejectsAnAcsConnectionStringTogetherWithAnEndpointOrKey() {
    String connectionString = "endpoint=" + CONTOSO + ";accesskey=" + KEY;
    assertProblems(Set.of(CONNECTION_STRING), with(CONNECTION_STRING, connectionString));

    var keyTwice = without(ENDPOINT);
    keyTwice.put(CONNECTION_STRING, connectionString);
    keyTwice.put(ACCESS_KEY, KEY);
    assertProblems(Set.of(CONNECTION_STRING), keyTwice);
  }

  @Test
  void rejectsAnAccessKeyWithoutAnEndpoint() {
    var environment = without(ENDPOINT);
    environment.put(ACCESS_KEY, KEY);

    assertProblems(Set.of(ENDPOINT), environment);
  }

  @Test
  void reportsAnInvalidIssuerOnceIfTheTeamsExchangeNeedsItToo() {
    var environment = with("TEAMS_ON_BEHALF_OF_APP_ID", APP);
    environment.put("AUTH_ISSUER", "login.example");
    var e = assertThrows(SettingsException.class, () -> SettingsReader.read(environment));

    assertEquals("Settings: AUTH_ISSUER must begin with \"https://\" and a host.", e.getMessage());
  }

  @Test
  void namesBothTableVariablesIfNeitherIsSet() {
    var environment = without(TABLE_ENDPOINT);
    var e = assertThrows(SettingsException.class, () -> SettingsReader.read(environment));

    assertEquals(
        "Settings: Set exactly one of TABLE_STORAGE_ENDPOINT and TABLE_STORAGE_CONNECTION_STRING.",
        e.getMessage());
  }

  @Test
  void rejectsBothTableVariablesTogether() {
    assertProblems(
        Set.of(TABLE_ENDPOINT), with(TABLE_CONNECTION_STRING, "UseDevelopmentStorage=true"));
  }

  @TestFactory
  Stream<DynamicTest> rejectsAnInvalidAcsEndpoint() {
    return rejected(
        ENDPOINT,
        "http://contoso.communication.azure.com",
        "http://localhost:8080",
        "contoso.communication.azure.com",
        "https://contoso.communication.azure.com/identities",
        "https://contoso.communication.azure.com?api-version=1",
        "https://contoso.communication.azure.com/#top",
        "https://alice@contoso.communication.azure.com",
        "https://",
        "https:contoso",
        "not a URI");
  }

  @TestFactory
  Stream<DynamicTest> rejectsAnInvalidAccessKey() {
    return rejected(ACCESS_KEY, "not base64!", "=", "c2VjcmV0-a2V5");
  }

  @TestFactory
  Stream<DynamicTest> rejectsAnInvalidAcsConnectionString() {
    return rejectedInPlaceOf(
        ENDPOINT,
        CONNECTION_STRING,
        "hunter2",
        "endpoint=" + CONTOSO,
        "accesskey=" + KEY,
        "endpoint=" + CONTOSO + ";accesskey=",
        "endpoint=" + CONTOSO + ";accesskey=hunter2!",
        "endpoint=http://contoso.communication.azure.com;accesskey=" + KEY,
        "endpoint=" + CONTOSO + "/identities;accesskey=" + KEY,
        "endpoint=;accesskey=" + KEY);
  }

  @TestFactory
  Stream<DynamicTest> rejectsAnInvalidTableEndpoint() {
    return rejected(TABLE_ENDPOINT, "http://contoso.table.core.windows.net", "contoso", "https://");
  }

  @TestFactory
  Stream<DynamicTest> rejectsAnInvalidTableConnectionString() {
    return rejectedInPlaceOf(
        TABLE_ENDPOINT,
        TABLE_CONNECTION_STRING,
        "hunter2",
        "password=hunter2",
        "AccountName=contoso",
        "AccountName=contoso;AccountKey=hunter2!",
        "accountname=contoso;accountkey=" + KEY,
        "AccountKey=" + KEY + ";TableEndpoint=https://contoso.table.core.windows.net",
        "SharedAccessSignature=sv=2019&sig=abc",
        "AccountName=contoso;AccountKey=" + KEY + ";TableEndpoint=contoso",
        "AccountName=contoso;AccountKey=" + KEY + ";TableEndpoint=https://not a host");
  }

  @TestFactory
  Stream<DynamicTest> rejectsAnInvalidTableName() {
    return rejected(
        "TABLE_STORAGE_TABLE", "ab", "1users", "my-users", "a b", "benutzerä", "a".repeat(64));
  }

  @TestFactory
  Stream<DynamicTest> rejectsAnInvalidIssuer() {
    return rejected(
        "AUTH_ISSUER",
        "login.example",
        "http://login.example",
        "http://localhost.login.example",
        "http://127.0.0.1.login.example",
        "https:///tenant",
        "file:///etc/issuer",
        "two words");
  }

  @TestFactory
  Stream<DynamicTest> rejectsAPlaceholderThatNobodyReplaced() {
    return Stream.of(
            "AUTH_AUDIENCE",
            "AUTH_USER_CLAIM",
            "AUTH_REQUIRED_SCOPE",
            "AUTH_ADMIN_ROLE",
            "AUTH_INVITATION_ROLE",
            "AZURE_CLIENT_ID")
        .flatMap(it -> rejected(it, "x-<client id, a GUID>", "x-{client-id}", "x-$(CLIENT_ID)"));
  }

  @Test
  void namesThePlaceholder() {
    var e =
        assertThrows(
            SettingsException.class,
            () -> SettingsReader.read(with("AUTH_AUDIENCE", "<client id>")));

    assertEquals(
        "Settings: AUTH_AUDIENCE still contains the placeholder \"<client id>\": replace it with the"
            + " value.",
        e.getMessage());
  }

  @TestFactory
  Stream<DynamicTest> rejectsUnknownScopes() {
    return Stream.of("TOKEN_SCOPES", "GUEST_SCOPES")
        .flatMap(
            it ->
                rejected(
                    it,
                    "email",
                    "chat,email",
                    "CHAT",
                    "chat;voip",
                    "chat,voip,",
                    "chat,pstn",
                    ",",
                    ",,"));
  }

  @TestFactory
  Stream<DynamicTest> rejectsAnInvalidLifetime() {
    return rejected(
        "TOKEN_LIFETIME_MINUTES", "59", "1441", "-60", "0", "60.5", "1h", "1e2", "99999999999");
  }

  @TestFactory
  Stream<DynamicTest> rejectsAnInvalidDecisionToReadAhead() {
    return rejected("READ_AHEAD", "yes", "1", "on", "no");
  }

  @TestFactory
  Stream<DynamicTest> rejectsAnInvalidIdentityLossPeriod() {
    return rejected("IDENTITY_LOSS_MINUTES", "0", "-1", "10081", "15.5", "15m", "99999999999");
  }

  @TestFactory
  Stream<DynamicTest> rejectsAnInvalidLongestLifeOfInvitations() {
    return rejected("INVITATION_MAX_HOURS", "0", "-1", "8761", "1.5", "30d", "99999999999");
  }

  @TestFactory
  Stream<DynamicTest> rejectsAnInvalidNumberOfJoins() {
    return rejected("GUEST_JOINS_PER_MINUTE", "0", "59", "1.5", "many", "1000001");
  }

  @TestFactory
  Stream<DynamicTest> rejectsSeveralRolesInOneText() {
    return Stream.of("AUTH_ADMIN_ROLE", "AUTH_INVITATION_ROLE")
        .flatMap(it -> rejected(it, "Host,Doctor", "[\"Host\"]", "'Host\"'"));
  }

  @Test
  void oneRoleMayPermitBothAdministrationAndInvitations() {
    var settings = SettingsReader.read(with("AUTH_INVITATION_ROLE", "Identity.Admin"));

    assertEquals(new Roles("Identity.Admin", "Identity.Admin"), settings.issuers().roles());
  }

  @TestFactory
  Stream<DynamicTest> rejectsAResourceIdThatIsNotAGuid() {
    return rejected("COMMUNICATION_SERVICES_RESOURCE_ID", "contoso", "/subscriptions/" + APP, "{}");
  }

  @TestFactory
  Stream<DynamicTest> rejectsAnInvalidDeclarationOfForeignIdentities() {
    return rejected(
        "FOREIGN_IDENTITIES",
        "keep",
        "replace:*",
        "true",
        "https://fabrikam.communication.azure.com",
        "replace:http://fabrikam.communication.azure.com",
        "replace:fabrikam.communication.azure.com",
        "replace:https://fabrikam.communication.azure.com/path");
  }

  @Test
  void onlyTheResourceIdTellsAResourceFromItsPredecessorAtTheSameAddress() {
    var environment = with("FOREIGN_IDENTITIES", "replace:" + CONTOSO);
    assertProblems(Set.of("FOREIGN_IDENTITIES"), environment);

    environment.put("COMMUNICATION_SERVICES_RESOURCE_ID", APP);
    assertEquals(
        Optional.of(CONTOSO.toString()),
        SettingsReader.read(environment).identities().resource().replacedEndpoint());
  }

  /** The space between ideographs and the joiners of some scripts are parts of words. */
  @ParameterizedTest
  @ValueSource(
      strings = {"\u7ba1\u7406\u8005\u3000\u30c1\u30e3\u30c3\u30c8", "\u0645\u06cc\u200c\u062e"})
  void aRoleMayHaveANameInAnyScript(String role) {
    var settings = SettingsReader.read(with("AUTH_ADMIN_ROLE", role));

    assertEquals(role, settings.issuers().roles().admin());
  }

  @TestFactory
  Stream<DynamicTest> rejectsAnInvalidNumberOfRequests() {
    return Stream.of(
            "TOKEN_REQUESTS_PER_MINUTE",
            "TOKEN_REQUESTS_BURST",
            "USER_REQUESTS_PER_MINUTE",
            "ADMIN_REQUESTS_PER_MINUTE",
            "INSTANCE_ISSUE_REQUESTS_PER_MINUTE",
            "INSTANCE_NEW_IDENTITIES_PER_MINUTE",
            "INSTANCE_REVOCATIONS_PER_MINUTE")
        .flatMap(it -> rejected(it, "0", "-1", "1.5", "many", "1000001", "99999999999"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:7072",
        "http://127.0.0.1:7072",
        "http://[::1]:7072",
        "https://localhost:7072",
        "https://LOCALHOST",
        "https://issuer.localhost",
        "https://127.8.9.10"
      })
  void trustsALocalIssuerOnlyOutsideAzure(String issuer) {
    var environment = withLocalResources(issuer);
    assertEquals(issuer, issuerOf(environment));

    environment.put("WEBSITE_SKU", "FlexConsumption");
    assertProblems(Set.of("AUTH_ISSUER"), environment);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UseDevelopmentStorage=true",
        "UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://127.0.0.1",
        "AccountName=a;AccountKey=" + KEY + ";TableEndpoint=http://127.0.0.1:10002/a",
        "TableEndpoint=https://[::1]:10002/a;SharedAccessSignature=sv=2019&sig=abc"
      })
  void trustsALocalIssuerForATableOnThisMachine(String connectionString) {
    var environment = withLocalResources("http://localhost:7072");
    environment.remove(TABLE_ENDPOINT);
    environment.put(TABLE_CONNECTION_STRING, connectionString);

    assertEquals("http://localhost:7072", issuerOf(environment));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AccountName=a;AccountKey=" + KEY,
        "AccountName=a;AccountKey=" + KEY + ";TableEndpoint=https://a.table.core.windows.net",
        "AccountName=a;AccountKey=" + KEY + ";TableEndpoint=http://127.0.0.1.a.example",
        "UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://a.example",
        "UseDevelopmentStorage=true;DevelopmentStorageProxyUri=two words",
        "TableEndpoint=https://a.table.core.windows.net/;SharedAccessSignature=sv=2019&sig=abc"
      })
  void distrustsALocalIssuerForATableElsewhere(String connectionString) {
    var environment = withLocalResources("http://localhost:7072");
    environment.remove(TABLE_ENDPOINT);
    environment.put(TABLE_CONNECTION_STRING, connectionString);

    assertProblems(Set.of("AUTH_ISSUER"), environment);
  }

  @Test
  void distrustsALocalIssuerForAnAcsResourceOrATableElsewhere() {
    var otherAcs = withLocalResources("http://localhost:7072");
    otherAcs.put(ENDPOINT, CONTOSO.toString());
    var otherTable = withLocalResources("https://127.0.0.1:7072");
    otherTable.put(TABLE_ENDPOINT, "https://contoso.table.core.windows.net");
    var otherKey = withLocalResources("http://localhost:7072");
    otherKey.remove(ENDPOINT);
    otherKey.put(CONNECTION_STRING, "endpoint=" + CONTOSO + ";accesskey=" + KEY);

    for (var environment : List.of(otherAcs, otherTable, otherKey)) {
      assertProblems(Set.of("AUTH_ISSUER"), environment);
    }
  }

  @Test
  void reportsALocalIssuerTogetherWithTheOtherProblems() {
    var environment = with("AUTH_ISSUER", "http://localhost:7072");
    environment.put("TOKEN_SCOPES", "email");

    assertProblems(Set.of("AUTH_ISSUER", "TOKEN_SCOPES"), environment);
  }

  @Test
  void doesNotShowSecrets() {
    var environment = with(ACCESS_KEY, KEY);
    environment.remove(TABLE_ENDPOINT);
    environment.put(TABLE_CONNECTION_STRING, "AccountName=contoso;AccountKey=" + KEY);

    String shown = SettingsReader.read(environment).toString();
    assertFalse(shown.contains(KEY), shown);
    assertFalse(shown.contains("AccountKey"), shown);
  }

  private static Stream<DynamicTest> rejected(String variable, String... values) {
    return Stream.of(values)
        .map(it -> dynamicTest(it, () -> assertProblems(Set.of(variable), with(variable, it))));
  }

  /** Sets the variable in place of another. */
  private static Stream<DynamicTest> rejectedInPlaceOf(
      String insteadOf, String variable, String... values) {
    return Stream.of(values)
        .map(
            it ->
                dynamicTest(
                    it,
                    () -> {
                      var environment = without(insteadOf);
                      environment.put(variable, it);
                      assertProblems(Set.of(variable), environment);
                    }));
  }

  /**
   * Verifies that each problem is a sentence that begins with its variable and contains no value.
   */
  private static void assertProblems(Set<String> variables, Map<String, String> environment) {
    var e = assertThrows(SettingsException.class, () -> SettingsReader.read(environment));
    String message = String.valueOf(e.getMessage());
    var named = new TreeSet<String>();
    Pattern.compile("(?:^Settings: |\\. )(?:Set (?:exactly one of )?)?([A-Z_]{5,})")
        .matcher(message)
        .results()
        .forEach(it -> named.add(it.group(1)));
    assertEquals(new TreeSet<>(variables), named, message);
    assertTrue(e.getCause() == null, "a cause could show a value");
    environment.values().stream()
        .filter(value -> value.strip().length() > 2)
        .forEach(value -> assertFalse(message.contains(value), message));
  }

  private static Map<String, String> with(String variable, String value) {
    var environment = new HashMap<>(MINIMAL);
    environment.put(variable, value);
    return environment;
  }

  /** Returns settings with this issuer, and with an ACS resource and a table on this machine. */
  private static Map<String, String> withLocalResources(String issuer) {
    var environment = with("AUTH_ISSUER", issuer);
    environment.put(ENDPOINT, "https://localhost:7073");
    environment.put(TABLE_ENDPOINT, "http://127.0.0.1:10002/devstoreaccount1");
    return environment;
  }

  private static Map<String, String> without(String variable) {
    var environment = new HashMap<>(MINIMAL);
    environment.remove(variable);
    return environment;
  }
}
