package dev.acstoken.settings;

import static dev.acstoken.settings.Setting.ADMIN_REQUESTS_PER_MINUTE;
import static dev.acstoken.settings.Setting.AUTH_ADMIN_ROLE;
import static dev.acstoken.settings.Setting.AUTH_AUDIENCE;
import static dev.acstoken.settings.Setting.AUTH_INVITATION_ROLE;
import static dev.acstoken.settings.Setting.AUTH_ISSUER;
import static dev.acstoken.settings.Setting.AUTH_ISSUERS;
import static dev.acstoken.settings.Setting.AUTH_REQUIRED_SCOPE;
import static dev.acstoken.settings.Setting.AUTH_USER_CLAIM;
import static dev.acstoken.settings.Setting.AZURE_CLIENT_ID;
import static dev.acstoken.settings.Setting.COMMUNICATION_SERVICES_ACCESSKEY;
import static dev.acstoken.settings.Setting.COMMUNICATION_SERVICES_CONNECTION_STRING;
import static dev.acstoken.settings.Setting.COMMUNICATION_SERVICES_ENDPOINT;
import static dev.acstoken.settings.Setting.COMMUNICATION_SERVICES_RESOURCE_ID;
import static dev.acstoken.settings.Setting.FOREIGN_IDENTITIES;
import static dev.acstoken.settings.Setting.GUEST_JOINS_PER_MINUTE;
import static dev.acstoken.settings.Setting.GUEST_SCOPES;
import static dev.acstoken.settings.Setting.IDENTITY_LOSS_MINUTES;
import static dev.acstoken.settings.Setting.INSTANCE_ISSUE_REQUESTS_PER_MINUTE;
import static dev.acstoken.settings.Setting.INSTANCE_NEW_IDENTITIES_PER_MINUTE;
import static dev.acstoken.settings.Setting.INSTANCE_REVOCATIONS_PER_MINUTE;
import static dev.acstoken.settings.Setting.INVITATION_MAX_HOURS;
import static dev.acstoken.settings.Setting.READ_AHEAD;
import static dev.acstoken.settings.Setting.TABLE_STORAGE_CONNECTION_STRING;
import static dev.acstoken.settings.Setting.TABLE_STORAGE_ENDPOINT;
import static dev.acstoken.settings.Setting.TABLE_STORAGE_TABLE;
import static dev.acstoken.settings.Setting.TEAMS_APP_ID;
import static dev.acstoken.settings.Setting.TEAMS_ON_BEHALF_OF_APP_ID;
import static dev.acstoken.settings.Setting.TOKEN_LIFETIME_MINUTES;
import static dev.acstoken.settings.Setting.TOKEN_REQUESTS_BURST;
import static dev.acstoken.settings.Setting.TOKEN_REQUESTS_PER_MINUTE;
import static dev.acstoken.settings.Setting.TOKEN_SCOPES;
import static dev.acstoken.settings.Setting.USER_REQUESTS_PER_MINUTE;
import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.toSet;

import dev.acstoken.auth.Roles;
import dev.acstoken.auth.TrustedIssuer;
import dev.acstoken.auth.TrustedIssuers;
import dev.acstoken.auth.keys.SecureUri;
import dev.acstoken.auth.keys.TenantPattern;
import dev.acstoken.azure.acs.AcsSettings;
import dev.acstoken.azure.entra.EntraTenant;
import dev.acstoken.azure.entra.OnBehalfOfSettings;
import dev.acstoken.azure.entra.TeamsSettings;
import dev.acstoken.azure.table.TableSettings;
import dev.acstoken.guests.GuestRules;
import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.FormerNames;
import dev.acstoken.identity.Guid;
import dev.acstoken.identity.HttpsOrigin;
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
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads the settings and collects all problems, so that the operator can fix them in one pass. */
public final class SettingsReader {

  private final Map<String, String> environment;
  private final Set<String> problems = new LinkedHashSet<>();

  private SettingsReader(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Reads the settings from environment variables.
   *
   * @throws SettingsException if variables are missing or invalid; it names all of them
   */
  public static Settings read(Map<String, String> environment) {
    return new SettingsReader(environment).read();
  }

  /**
   * Reads only the settings of the table, for a program that works on the endpoint's rows.
   *
   * @throws SettingsException if variables are missing or invalid; it names all of them
   */
  public static TableAccess readTableAccess(Map<String, String> environment) {
    var reader = new SettingsReader(environment);
    var access = reader.tableAccess();
    reader.requireNoProblem();
    return access.orElseThrow();
  }

  /**
   * Reads only the settings that an import of existing identities needs.
   *
   * @throws SettingsException if variables are missing or invalid; it names all of them
   */
  public static ImportSettings readForImport(Map<String, String> environment) {
    var reader = new SettingsReader(environment);
    var acsResource = reader.acs().flatMap(reader::acsResource);
    var access = reader.tableAccess();
    var issuers = reader.listedIssuers();
    reader.requireNoProblem();
    return new ImportSettings(
        access.orElseThrow(),
        acsResource.orElseThrow(),
        issuers.<FormerNames>map(it -> it).orElse(FormerNames.NONE));
  }

  /**
   * Reads only the trusted issuers, for a program that needs their names.
   *
   * @return empty if the settings have no list of issuers
   * @throws SettingsException if the list is invalid
   */
  public static Optional<TrustedIssuers> readTrustedIssuers(Map<String, String> environment) {
    var reader = new SettingsReader(environment);
    var issuers = reader.listedIssuers();
    reader.requireNoProblem();
    return issuers;
  }

  private Settings read() {
    var acs = acs();
    var acsResource = acs.flatMap(this::acsResource);
    var identityLossPeriod = identityLossPeriod();
    var table = table();
    var issuers = issuers();
    var adminRole = role(AUTH_ADMIN_ROLE);
    var invitationRole = role(AUTH_INVITATION_ROLE);
    var clientId = copied(AZURE_CLIENT_ID);
    var tokens = tokens();
    var readAhead = readAhead();
    var teams = teams(issuers);
    var guests = tokens.flatMap(this::guests);
    var rateLimits = rateLimits();
    if (issuers.stream().anyMatch(SettingsReader::isLocal)) {
      requireLocalResources(acs, table);
    }
    requireNoProblem();
    var trusted =
        new TrustedIssuers(
            issuers, new Roles(adminRole.orElseThrow(), invitationRole.orElseThrow()));
    return new Settings(
        acs.orElseThrow(),
        new IdentityRules(
            acsResource.orElseThrow(),
            identityLossPeriod.orElseThrow(),
            tokens.orElseThrow(),
            trusted,
            readAhead.orElseThrow()),
        table.orElseThrow(),
        clientId,
        trusted,
        teams,
        guests.orElseThrow(),
        rateLimits.orElseThrow(),
        IssuerWarnings.about(issuerSetting(), issuers));
  }

  // Only listed issuers can have former names. Roles do not matter to a program.
  private Optional<TrustedIssuers> listedIssuers() {
    return value(AUTH_ISSUERS)
        .map(text -> new TrustedIssuers(severalIssuers(text), new Roles("", "")));
  }

  private void requireNoProblem() {
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
  }

  private Optional<TableAccess> tableAccess() {
    var table = table();
    var clientId = copied(AZURE_CLIENT_ID);
    return table.map(settings -> new TableAccess(settings, clientId));
  }

  /**
   * Records a problem for each resource that is not on this machine. A local issuer gives any
   * program of this machine a token for any user, which must not open data elsewhere.
   */
  private void requireLocalResources(Optional<AcsSettings> acs, Optional<TableSettings> table) {
    if (!acs.stream().map(AcsSettings::endpoint).allMatch(SecureUri::isLoopback)) {
      problem(
          issuerSetting(), "must not be a local address, because the ACS resource is not local");
    }
    if (table.isPresent() && !isTableLocal()) {
      problem(issuerSetting(), "must not be a local address, because the table is not local");
    }
  }

  private boolean isTableLocal() {
    return value(TABLE_STORAGE_ENDPOINT)
        .map(SettingsReader::isLoopback)
        .orElseGet(
            () ->
                value(TABLE_STORAGE_CONNECTION_STRING)
                    .map(ConnectionString::ofStorage)
                    .filter(SettingsReader::isLocal)
                    .isPresent());
  }

  /** Returns whether a storage account is on this machine; one without an address is in Azure. */
  private static boolean isLocal(ConnectionString storage) {
    var addresses =
        Stream.of("TableEndpoint", "DevelopmentStorageProxyUri")
            .flatMap(name -> storage.value(name).stream())
            .toList();
    return (storage.has("UseDevelopmentStorage") || !addresses.isEmpty())
        && addresses.stream().allMatch(SettingsReader::isLoopback);
  }

  private static boolean isLoopback(String address) {
    try {
      return SecureUri.isLoopback(URI.create(address));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private Optional<AcsSettings> acs() {
    var endpoint = value(COMMUNICATION_SERVICES_ENDPOINT);
    var accessKey = value(COMMUNICATION_SERVICES_ACCESSKEY);
    var connectionString = value(COMMUNICATION_SERVICES_CONNECTION_STRING);
    if (connectionString.isPresent()) {
      return endpoint.isPresent() || accessKey.isPresent()
          ? problem(
              COMMUNICATION_SERVICES_CONNECTION_STRING,
              "cannot be combined with "
                  + COMMUNICATION_SERVICES_ENDPOINT
                  + " or "
                  + COMMUNICATION_SERVICES_ACCESSKEY)
          : acsByConnectionString(connectionString.get());
    }
    if (accessKey.isPresent() && !isBase64(accessKey.get())) {
      return problem(COMMUNICATION_SERVICES_ACCESSKEY, "must be a base64-encoded access key");
    }
    return endpoint.isPresent()
        ? acsEndpoint(COMMUNICATION_SERVICES_ENDPOINT, endpoint.get())
            .map(uri -> new AcsSettings(uri, accessKey.map(Redacted::new)))
        : exactlyOneOf(COMMUNICATION_SERVICES_ENDPOINT, COMMUNICATION_SERVICES_CONNECTION_STRING);
  }

  private Optional<AcsSettings> acsByConnectionString(String text) {
    var connectionString = ConnectionString.ofAcs(text);
    var endpoint = connectionString.value("endpoint");
    var accessKey = connectionString.value("accesskey").filter(SettingsReader::isBase64);
    if (endpoint.isEmpty() || accessKey.isEmpty()) {
      return problem(
          COMMUNICATION_SERVICES_CONNECTION_STRING,
          "must have the form endpoint=https://…;accesskey=…");
    }
    return acsEndpoint(COMMUNICATION_SERVICES_CONNECTION_STRING, endpoint.get())
        .map(uri -> new AcsSettings(uri, accessKey.map(Redacted::new)));
  }

  private Optional<URI> acsEndpoint(Setting setting, String text) {
    return parse(setting, text, HttpsOrigin::parse, "must specify an https address without a path");
  }

  private Optional<AcsResource> acsResource(AcsSettings acs) {
    var resourceId =
        parse(
            COMMUNICATION_SERVICES_RESOURCE_ID,
            SettingsReader::guid,
            "must be the immutable id of the ACS resource (a GUID)");
    var replaced =
        parse(
            FOREIGN_IDENTITIES,
            SettingsReader::replacedEndpoint,
            "must have the form replace:https://… and name the address of the former ACS resource");
    // A resource that was deleted and created again has the address of its predecessor. Only the
    // id tells the two apart.
    return replaced.isPresent() && replaced.get().equals(acs.endpoint()) && resourceId.isEmpty()
        ? problem(
            FOREIGN_IDENTITIES,
            "names the configured ACS resource, which requires "
                + COMMUNICATION_SERVICES_RESOURCE_ID)
        : Optional.of(
            new AcsResource(acs.endpoint().toString(), resourceId, replaced.map(URI::toString)));
  }

  private static URI replacedEndpoint(String text) {
    require(text.startsWith("replace:"));
    return HttpsOrigin.parse(text.substring("replace:".length()).strip());
  }

  private Optional<Duration> identityLossPeriod() {
    return number(IDENTITY_LOSS_MINUTES, "minutes").map(Duration::ofMinutes);
  }

  private Optional<TableSettings> table() {
    var account = tableAccount();
    var name =
        parse(
            TABLE_STORAGE_TABLE,
            SettingsReader::tableName,
            "must consist of 3 to 63 letters and digits and start with a letter");
    return account.flatMap(a -> name.map(n -> new TableSettings(a, n)));
  }

  private Optional<TableSettings.Account> tableAccount() {
    boolean hasEndpoint = value(TABLE_STORAGE_ENDPOINT).isPresent();
    if (hasEndpoint == value(TABLE_STORAGE_CONNECTION_STRING).isPresent()) {
      return exactlyOneOf(TABLE_STORAGE_ENDPOINT, TABLE_STORAGE_CONNECTION_STRING);
    }
    return hasEndpoint
        ? parse(TABLE_STORAGE_ENDPOINT, SecureUri::parse, "must be an https address")
            .map(TableSettings.WithCredential::new)
        : parse(
                TABLE_STORAGE_CONNECTION_STRING,
                SettingsReader::storageConnectionString,
                "must be an Azure Storage connection string with an account key, a shared access"
                    + " signature or UseDevelopmentStorage")
            .map(TableSettings.WithConnectionString::new);
  }

  private static Redacted storageConnectionString(String text) {
    var connectionString = ConnectionString.ofStorage(text);
    boolean isLocal = connectionString.has("UseDevelopmentStorage");
    boolean hasKey =
        connectionString.has("AccountName")
            && connectionString.value("AccountKey").filter(SettingsReader::isBase64).isPresent();
    boolean isSigned =
        connectionString.has("SharedAccessSignature")
            && (connectionString.has("AccountName") || connectionString.has("TableEndpoint"));
    boolean hasValidAddress =
        connectionString.value("TableEndpoint").stream()
            .allMatch(address -> URI.create(address).getHost() != null);
    require(hasValidAddress && (isLocal || hasKey || isSigned));
    return new Redacted(text);
  }

  private static String tableName(String text) {
    require(text.matches("[A-Za-z][A-Za-z0-9]{2,62}"));
    return text;
  }

  /** Returns the trusted issuers; incomplete if there are problems. */
  private List<TrustedIssuer> issuers() {
    var several = value(AUTH_ISSUERS);
    var issuers =
        several.isPresent()
            ? severalIssuers(several.get())
            : new SingleIssuerReader(this::value, this::problem).read().stream().toList();
    if (issuers.stream().anyMatch(SettingsReader::isLocal) && Hosting.of(environment).isAzure()) {
      problem(issuerSetting(), "must not be a local address in a deployed app");
    }
    return issuers;
  }

  private Setting issuerSetting() {
    return value(AUTH_ISSUERS).isPresent() ? AUTH_ISSUERS : AUTH_ISSUER;
  }

  // The keys of an issuer decide whose tokens are accepted, wherever the issuer itself is.
  private static boolean isLocal(TrustedIssuer issuer) {
    return isLoopback(issuer.keys().uri().toString()) || isLoopback(issuer.name().configured());
  }

  private List<TrustedIssuer> severalIssuers(String text) {
    Stream.of(AUTH_ISSUER, AUTH_AUDIENCE, AUTH_USER_CLAIM, AUTH_REQUIRED_SCOPE)
        .filter(setting -> !value(setting).equals(setting.defaultValue()))
        .forEach(
            setting ->
                problem(
                    setting,
                    "cannot be combined with "
                        + AUTH_ISSUERS
                        + ", whose objects contain these values for each issuer: remove one of the two"));
    return new TrustedIssuersReader(this::problem).read(text);
  }

  private Optional<String> role(Setting setting) {
    return copied(setting)
        .flatMap(
            text ->
                parse(
                    setting,
                    text,
                    SettingsReader::oneRole,
                    "must be one role, without commas and quotation marks"));
  }

  private static String oneRole(String text) {
    require(text.chars().noneMatch(c -> ",\"[]".indexOf(c) >= 0));
    return text;
  }

  private Optional<TokenPolicy> tokens() {
    var scopes = scopes(TOKEN_SCOPES);
    var lifetime = number(TOKEN_LIFETIME_MINUTES, "minutes").map(TokenLifetime::new);
    return scopes.flatMap(s -> lifetime.map(l -> new TokenPolicy(s, l)));
  }

  private Optional<Boolean> readAhead() {
    return parse(READ_AHEAD, SettingsReader::trueOrFalse, "must be true or false");
  }

  private static Boolean trueOrFalse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("The value is neither.");
    };
  }

  private Optional<GuestRules> guests(TokenPolicy tokens) {
    var scopes = scopes(GUEST_SCOPES);
    var maxLife = number(INVITATION_MAX_HOURS, "hours").map(Duration::ofHours);
    return scopes.flatMap(s -> maxLife.map(l -> new GuestRules(s, l, tokens.lifetime())));
  }

  private Optional<ScopeSet> scopes(Setting setting) {
    return value(setting).flatMap(text -> scopes(setting, text));
  }

  private Optional<ScopeSet> scopes(Setting setting, String text) {
    return names(text).anyMatch(TokenScope.NEVER_SUPPORTED::equals)
        ? problem(
            setting,
            "must not contain "
                + TokenScope.NEVER_SUPPORTED
                + ", which was never a supported scope")
        : parse(
            setting,
            text,
            SettingsReader::scopes,
            "must be a comma-separated list of scopes from "
                + Arrays.toString(TokenScope.values()));
  }

  private static ScopeSet scopes(String text) {
    return names(text)
        .map(name -> TokenScope.of(name).orElseThrow(IllegalArgumentException::new))
        .collect(collectingAndThen(toSet(), ScopeSet::copyOf));
  }

  private static Stream<String> names(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip);
  }

  private Optional<TeamsSettings> teams(List<TrustedIssuer> issuers) {
    if (value(TEAMS_APP_ID).isPresent() && value(TEAMS_ON_BEHALF_OF_APP_ID).isPresent()) {
      return problem(TEAMS_APP_ID, "cannot be combined with " + TEAMS_ON_BEHALF_OF_APP_ID);
    }
    return appId(TEAMS_APP_ID)
        .map(id -> new TeamsSettings(id, Optional.empty()))
        .or(() -> appId(TEAMS_ON_BEHALF_OF_APP_ID).flatMap(id -> onBehalfOf(id, issuers)));
  }

  private Optional<TeamsSettings> onBehalfOf(String appId, List<TrustedIssuer> issuers) {
    var tenants =
        issuers.stream()
            .flatMap(issuer -> EntraTenant.find(issuer.name().configured()).stream())
            .toList();
    if (issuers.isEmpty()) {
      return Optional.empty();
    }
    return tenants.size() == 1
        ? Optional.of(
            new TeamsSettings(
                appId,
                Optional.of(
                    new OnBehalfOfSettings(
                        tenants.get(0), acceptsSeveralApplications(tenants.get(0), issuers)))))
        : problem(
            TEAMS_ON_BEHALF_OF_APP_ID,
            "requires exactly one issuer of the form"
                + " https://login.microsoftonline.com/{tenant}/v2.0, whose users are Teams users");
  }

  // An application has an audience with and one without the prefix.
  private static boolean acceptsSeveralApplications(
      EntraTenant tenant, List<TrustedIssuer> issuers) {
    return issuers.stream()
            .filter(
                issuer ->
                    tenant.hasIssuer(
                        issuer.name().configured().replace(TenantPattern.PLACEHOLDER, tenant.id())))
            .flatMap(issuer -> issuer.audience().accepted().stream())
            .map(audience -> audience.replaceFirst("^api://", ""))
            .distinct()
            .count()
        > 1;
  }

  private Optional<String> appId(Setting setting) {
    return parse(setting, SettingsReader::guid, "must be the id of an application (a GUID)");
  }

  private static String guid(String text) {
    require(Guid.matches(text));
    return text.toLowerCase(Locale.ROOT);
  }

  private Optional<RateLimits> rateLimits() {
    var tokenRequests =
        requests(TOKEN_REQUESTS_PER_MINUTE)
            .flatMap(
                perMinute ->
                    requests(TOKEN_REQUESTS_BURST).map(burst -> new RateLimit(perMinute, burst)));
    var ofUser = requests(USER_REQUESTS_PER_MINUTE);
    var ofAdmin = requests(ADMIN_REQUESTS_PER_MINUTE);
    var issueRequests = requests(INSTANCE_ISSUE_REQUESTS_PER_MINUTE);
    var newIdentities = requests(INSTANCE_NEW_IDENTITIES_PER_MINUTE);
    var revocations = requests(INSTANCE_REVOCATIONS_PER_MINUTE);
    var guestJoins = requests(GUEST_JOINS_PER_MINUTE);
    return problems.isEmpty()
        ? Optional.of(
            new RateLimits(
                tokenRequests.orElseThrow(),
                ofUser.orElseThrow(),
                ofAdmin.orElseThrow(),
                issueRequests.orElseThrow(),
                newIdentities.orElseThrow(),
                revocations.orElseThrow(),
                guestJoins.orElseThrow()))
        : Optional.empty();
  }

  private Optional<Integer> requests(Setting setting) {
    return number(setting, "requests");
  }

  private Optional<Integer> number(Setting setting, String unit) {
    var range = setting.range().orElseThrow();
    return parse(setting, range::parse, "must be a whole number of " + unit + " " + range);
  }

  private static boolean isBase64(String text) {
    try {
      return Base64.getDecoder().decode(text).length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void require(boolean isValid) {
    if (!isValid) {
      throw new IllegalArgumentException("The value is not valid.");
    }
  }

  /**
   * Returns the value of a setting, or its default; empty if there is neither. A blank value counts
   * as not set.
   */
  private Optional<String> value(Setting setting) {
    return Optional.ofNullable(environment.get(setting.name()))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .or(setting::defaultValue);
  }

  /** Returns the value of a setting that is a text of any form. */
  private Optional<String> copied(Setting setting) {
    return value(setting)
        .flatMap(
            text ->
                CopiedText.problemOf(text)
                    .map(problem -> this.<String>problem(setting, problem))
                    .orElse(Optional.of(text)));
  }

  private <T> Optional<T> parse(Setting setting, Function<String, T> parser, String expectation) {
    return value(setting).flatMap(text -> parse(setting, text, parser, expectation));
  }

  private <T> Optional<T> parse(
      Setting setting, String text, Function<String, T> parser, String expectation) {
    try {
      return Optional.of(parser.apply(text));
    } catch (IllegalArgumentException e) {
      // The parser's own message could show the value.
      return problem(setting, expectation);
    }
  }

  private <T> Optional<T> exactlyOneOf(Setting one, Setting other) {
    return problem("Set exactly one of " + one + " and " + other + ".");
  }

  private <T> Optional<T> problem(Setting setting, String expectation) {
    return problem(setting + " " + expectation + ".");
  }

  private <T> Optional<T> problem(String sentence) {
    problems.add(sentence);
    return Optional.empty();
  }
}
