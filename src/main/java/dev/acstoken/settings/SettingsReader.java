package dev.acstoken.settings;

import static java.util.stream.Collectors.toCollection;

import dev.acstoken.auth.AuthSettings;
import dev.acstoken.auth.TrustworthyUri;
import dev.acstoken.azure.AcsSettings;
import dev.acstoken.azure.EntraTenant;
import dev.acstoken.azure.Secret;
import dev.acstoken.azure.TableSettings;
import dev.acstoken.azure.TeamsSettings;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenPolicy;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.limits.RateLimit;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Reads settings and collects what is wrong with them, so that the operator mends everything in one
 * go.
 */
final class SettingsReader {

  private static final String ACS_ENDPOINT = "COMMUNICATION_SERVICES_ENDPOINT";
  private static final String ACS_ACCESS_KEY = "COMMUNICATION_SERVICES_ACCESSKEY";
  private static final String ACS_CONNECTION_STRING = "COMMUNICATION_SERVICES_CONNECTION_STRING";
  private static final String TABLE_ENDPOINT = "TABLE_STORAGE_ENDPOINT";
  private static final String TABLE_CONNECTION_STRING = "TABLE_STORAGE_CONNECTION_STRING";

  private static final String TEAMS_APP_ID = "TEAMS_APP_ID";
  private static final String TEAMS_ON_BEHALF_OF_APP_ID = "TEAMS_ON_BEHALF_OF_APP_ID";

  // Azure sets this one for every deployed app; Core Tools does not.
  private static final String DEPLOYED = "WEBSITE_INSTANCE_ID";

  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();

  SettingsReader(Map<String, String> environment) {
    this.environment = environment;
  }

  Settings read() {
    var acs = acs();
    var table = table();
    var auth = auth();
    var tokens = tokens();
    var teams = teams(auth);
    var rateLimit = rateLimit();
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return new Settings(
        acs.orElseThrow(),
        table.orElseThrow(),
        value("AZURE_CLIENT_ID"),
        auth.orElseThrow(),
        tokens.orElseThrow(),
        teams,
        rateLimit.orElseThrow());
  }

  private Optional<AcsSettings> acs() {
    var endpoint = value(ACS_ENDPOINT);
    var accessKey = value(ACS_ACCESS_KEY);
    var connectionString = value(ACS_CONNECTION_STRING);
    if (connectionString.isPresent()) {
      return endpoint.isPresent() || accessKey.isPresent()
          ? problem(ACS_CONNECTION_STRING, "excludes the other COMMUNICATION_SERVICES settings")
          : acsByConnectionString(connectionString.get());
    }
    if (accessKey.isPresent() && !isBase64(accessKey.get())) {
      return problem(ACS_ACCESS_KEY, "must be the base64 text of the access key");
    }
    return endpoint.isPresent()
        ? httpsOrigin(ACS_ENDPOINT, endpoint.get())
            .map(uri -> new AcsSettings(uri, accessKey.map(Secret::new)))
        : problem(ACS_ENDPOINT, "or " + ACS_CONNECTION_STRING + " is required");
  }

  private Optional<AcsSettings> acsByConnectionString(String connectionString) {
    var endpoint = part(connectionString, "endpoint"::equalsIgnoreCase);
    var accessKey =
        part(connectionString, "accesskey"::equalsIgnoreCase).filter(SettingsReader::isBase64);
    if (endpoint.isEmpty() || accessKey.isEmpty()) {
      return problem(ACS_CONNECTION_STRING, "must be of the form endpoint=https://…;accesskey=…");
    }
    return httpsOrigin(ACS_CONNECTION_STRING, endpoint.get())
        .map(uri -> new AcsSettings(uri, accessKey.map(Secret::new)));
  }

  private Optional<TableSettings> table() {
    String name = value("TABLE_STORAGE_TABLE").orElse("identities");
    var account = tableAccount();
    return name.matches("[A-Za-z][A-Za-z0-9]{2,62}")
        ? account.map(it -> new TableSettings(it, name))
        : problem("TABLE_STORAGE_TABLE", "must be 3 to 63 letters and digits, a letter first");
  }

  private Optional<TableSettings.Account> tableAccount() {
    var endpoint = value(TABLE_ENDPOINT);
    var connectionString = value(TABLE_CONNECTION_STRING);
    if (endpoint.isPresent() == connectionString.isPresent()) {
      return problem(TABLE_ENDPOINT, "or " + TABLE_CONNECTION_STRING + " is required, not both");
    }
    if (endpoint.isPresent()) {
      return parsed(
              TABLE_ENDPOINT, endpoint.get(), TrustworthyUri::parse, "must be an https address")
          .map(TableSettings.WithCredential::new);
    }
    return parsed(
            TABLE_CONNECTION_STRING,
            connectionString.get(),
            SettingsReader::storageConnectionString,
            "must be a storage connection string")
        .map(TableSettings.WithConnectionString::new);
  }

  // Names are compared exactly, as the SDK does, which would refuse the string with each request.
  private static Secret storageConnectionString(String text) {
    var account = part(text, "AccountName"::equals);
    var key = part(text, "AccountKey"::equals).filter(SettingsReader::isBase64);
    var signature = part(text, "SharedAccessSignature"::equals);
    var endpoint = part(text, "TableEndpoint"::equals);
    boolean isLocal = part(text, "UseDevelopmentStorage"::equals).isPresent();
    boolean hasKey = account.isPresent() && key.isPresent();
    boolean isSigned = signature.isPresent() && (account.isPresent() || endpoint.isPresent());
    boolean isAddress = endpoint.stream().allMatch(it -> URI.create(it).getHost() != null);
    if (!isAddress || !(isLocal || hasKey || isSigned)) {
      throw new IllegalArgumentException();
    }
    return new Secret(text);
  }

  private Optional<AuthSettings> auth() {
    var issuer = required("AUTH_ISSUER").flatMap(this::issuer);
    var audience = required("AUTH_AUDIENCE");
    return issuer.isEmpty() || audience.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new AuthSettings(
                issuer.get(),
                audience.get(),
                value("AUTH_USER_CLAIM").orElse("sub"),
                value("AUTH_REQUIRED_SCOPE"),
                value("AUTH_ADMIN_ROLE").orElse("Identity.Admin")));
  }

  private Optional<URI> issuer(String text) {
    var issuer =
        parsed(
            "AUTH_ISSUER",
            text,
            TrustworthyUri::parse,
            "must be the https address of an OpenID Connect issuer");
    boolean isLocal = issuer.filter(TrustworthyUri::isPlainLoopback).isPresent();
    return isLocal && value(DEPLOYED).isPresent()
        ? problem("AUTH_ISSUER", "must not be a local issuer in a deployed app")
        : issuer;
  }

  private Optional<TokenPolicy> tokens() {
    var scopes = tokenScopes(value("TOKEN_SCOPES").orElse("chat,voip"));
    var lifetime =
        parsed(
            "TOKEN_LIFETIME_MINUTES",
            value("TOKEN_LIFETIME_MINUTES").orElse("" + TokenLifetime.MAX_MINUTES),
            text -> new TokenLifetime(Integer.parseInt(text)),
            "must be " + TokenLifetime.MIN_MINUTES + " to " + TokenLifetime.MAX_MINUTES);
    return scopes.flatMap(s -> lifetime.map(l -> new TokenPolicy(s, l)));
  }

  private Optional<Set<TokenScope>> tokenScopes(String text) {
    return names(text).anyMatch(TokenScope.NEVER_SUPPORTED::equals)
        ? problem(
            "TOKEN_SCOPES",
            "must not hold "
                + TokenScope.NEVER_SUPPORTED
                + ", which never became a supported scope")
        : parsed(
            "TOKEN_SCOPES",
            text,
            SettingsReader::scopes,
            "must be a comma-separated list of " + Arrays.toString(TokenScope.values()));
  }

  private Optional<TeamsSettings> teams(Optional<AuthSettings> auth) {
    var sent = value(TEAMS_APP_ID);
    var onBehalfOf = value(TEAMS_ON_BEHALF_OF_APP_ID);
    if (sent.isPresent() && onBehalfOf.isPresent()) {
      return problem(TEAMS_APP_ID, "excludes " + TEAMS_ON_BEHALF_OF_APP_ID);
    }
    return sent.isPresent()
        ? appId(TEAMS_APP_ID, sent.get()).map(id -> new TeamsSettings(id, Optional.empty()))
        : onBehalfOf
            .flatMap(text -> appId(TEAMS_ON_BEHALF_OF_APP_ID, text))
            .flatMap(id -> auth.flatMap(it -> tenant(it.issuer())).map(it -> onBehalfOf(id, it)));
  }

  private static TeamsSettings onBehalfOf(String appId, EntraTenant tenant) {
    return new TeamsSettings(appId, Optional.of(tenant));
  }

  private Optional<EntraTenant> tenant(URI issuer) {
    return parsed(
        TEAMS_ON_BEHALF_OF_APP_ID,
        issuer.toString(),
        text -> EntraTenant.ofIssuer(URI.create(text)),
        "needs an AUTH_ISSUER of the form https://login.microsoftonline.com/{tenant}/v2.0");
  }

  private Optional<String> appId(String variable, String text) {
    return parsed(variable, text, SettingsReader::guid, "must be the id of an application, a GUID");
  }

  private static String guid(String text) {
    if (!text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
      throw new IllegalArgumentException();
    }
    return text.toLowerCase(Locale.ROOT);
  }

  private Optional<RateLimit> rateLimit() {
    var perMinute = requests("TOKEN_REQUESTS_PER_MINUTE", "20");
    var burst = requests("TOKEN_REQUESTS_BURST", "10");
    return perMinute.flatMap(m -> burst.map(b -> new RateLimit(m, b)));
  }

  private Optional<Integer> requests(String variable, String defaultValue) {
    return parsed(
        variable,
        value(variable).orElse(defaultValue),
        SettingsReader::positive,
        "must be a whole number of requests, 1 to 1000000");
  }

  private static int positive(String text) {
    int number = Integer.parseInt(text);
    if (number < 1 || number > 1_000_000) {
      throw new IllegalArgumentException();
    }
    return number;
  }

  private static Set<TokenScope> scopes(String text) {
    return names(text)
        .map(name -> TokenScope.of(name).orElseThrow(IllegalArgumentException::new))
        .collect(toCollection(() -> EnumSet.noneOf(TokenScope.class)));
  }

  private static Stream<String> names(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip);
  }

  // Without a path and in one spelling: mappings remember it to notice a change of resource.
  private Optional<URI> httpsOrigin(String variable, String text) {
    return parsed(
        variable, text, SettingsReader::httpsOrigin, "must hold an https address without a path");
  }

  private static URI httpsOrigin(String text) {
    URI uri = URI.create(text);
    boolean isOrigin =
        "https".equalsIgnoreCase(uri.getScheme())
            && uri.getHost() != null
            && uri.getUserInfo() == null
            && uri.getQuery() == null
            && uri.getFragment() == null
            && (uri.getPath().isEmpty() || uri.getPath().equals("/"));
    if (!isOrigin) {
      throw new IllegalArgumentException();
    }
    String port = uri.getPort() < 0 || uri.getPort() == 443 ? "" : ":" + uri.getPort();
    return URI.create("https://" + uri.getHost().toLowerCase(Locale.ROOT) + port);
  }

  private static Optional<String> part(String connectionString, Predicate<String> isName) {
    return Arrays.stream(connectionString.split(";"))
        .map(part -> part.split("=", 2))
        .filter(part -> part.length == 2 && isName.test(part[0].strip()))
        .map(part -> part[1].strip())
        .findFirst();
  }

  private static boolean isBase64(String text) {
    try {
      return Base64.getDecoder().decode(text).length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private Optional<String> value(String variable) {
    return Optional.ofNullable(environment.get(variable))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  private Optional<String> required(String variable) {
    var value = value(variable);
    return value.isPresent() ? value : problem(variable, "is required");
  }

  private <T> Optional<T> parsed(
      String variable, String text, Function<String, T> parser, String expectation) {
    try {
      return Optional.of(parser.apply(text));
    } catch (IllegalArgumentException e) {
      // Not the parser's own words: they could show the value.
      return problem(variable, expectation);
    }
  }

  private <T> Optional<T> problem(String variable, String what) {
    problems.add(variable + " " + what + ".");
    return Optional.empty();
  }
}
