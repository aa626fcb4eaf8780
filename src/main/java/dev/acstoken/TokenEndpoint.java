package dev.acstoken;

import dev.acstoken.HealthChecks.Check;
import dev.acstoken.auth.Authenticator;
import dev.acstoken.auth.IssuerKeys;
import dev.acstoken.azure.AzureClients;
import dev.acstoken.identity.AccessPolicies;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Identities;
import dev.acstoken.identity.Lifecycle;
import dev.acstoken.identity.MappingTable;
import dev.acstoken.identity.ObservedIdentities;
import dev.acstoken.identity.Sweep;
import dev.acstoken.identity.TeamsTokens;
import dev.acstoken.identity.Tokens;
import dev.acstoken.identity.User;
import dev.acstoken.limits.CallerBudgets;
import dev.acstoken.settings.Setting;
import dev.acstoken.settings.Settings;
import dev.acstoken.settings.SettingsException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The composition root: settings to objects, once. */
public final class TokenEndpoint {

  private final Authenticator authenticator;
  private final Identities identities;
  private final Tokens tokens;
  private final AccessPolicies accessPolicies;
  private final Optional<TeamsTokens> teamsTokens;
  private final Sweep sweep;
  private final CallerBudgets budgets;
  private final HealthChecks health;

  private TokenEndpoint(Settings settings, Supplier<HttpClient.Builder> connections) {
    var clock = Clock.systemUTC();
    var http = connections.get().connectTimeout(HealthChecks.BUDGET).build();
    var azure = new AzureClients(connections.get(), settings.clientId());
    var acs = new ObservedIdentities(azure.communicationIdentities(settings.acs()));
    var table = azure.mappingTable(settings.table());
    authenticator =
        new Authenticator(settings.auth(), new IssuerKeys(settings.auth().issuer(), http));
    var lifecycle = new Lifecycle(acs, table, clock);
    identities = new Identities(lifecycle);
    tokens = new Tokens(lifecycle, settings.tokens());
    accessPolicies = new AccessPolicies(lifecycle, settings.tokens());
    teamsTokens =
        settings
            .teams()
            .map(
                teams ->
                    new TeamsTokens(
                        azure.teamsUserTokens(teams),
                        azure.teamsTokenExchange(settings.acs(), teams)));
    budgets = new CallerBudgets(settings.rateLimit());
    sweep = new Sweep(lifecycle, table, clock);
    health = new HealthChecks(checks(settings, azure, table));
  }

  private Map<String, Check> checks(Settings settings, AzureClients azure, MappingTable table) {
    Map<String, Check> checks = new HashMap<>();
    checks.put("acs", () -> azure.trouble(settings.acs().endpoint(), HealthChecks.BUDGET));
    checks.put("issuer", () -> authenticator.isReady() ? "" : "no keys");
    checks.put("storage", () -> troubleWith(table));
    if (settings.acs().accessKey().isEmpty()) {
      checks.put("credential", () -> troubleWithCredential(azure));
    }
    return checks;
  }

  /**
   * The endpoint of this process, as its environment variables describe it: made by the first call
   * that finds the settings right.
   *
   * @throws SettingsException if settings are missing or wrong
   */
  public static TokenEndpoint ofEnvironment() {
    return OfEnvironment.ENDPOINT.get();
  }

  /**
   * An endpoint of its own.
   *
   * @param connections how the endpoint connects to others; asked for a builder per client
   * @throws SettingsException if settings are missing or wrong
   */
  public static TokenEndpoint of(
      Map<String, String> environment, Supplier<HttpClient.Builder> connections) {
    return new TokenEndpoint(Settings.of(environment), connections);
  }

  /** As {@link #of}, made by the first call that finds the settings right. */
  public static Supplier<TokenEndpoint> lazily(
      Map<String, String> environment, Supplier<HttpClient.Builder> connections) {
    return lazy(environment, connections);
  }

  private static LazyEndpoint lazy(
      Map<String, String> environment, Supplier<HttpClient.Builder> connections) {
    return new LazyEndpoint(() -> of(environment, connections), System::nanoTime);
  }

  /** Which of the app's instances this is, in short; {@code local} outside Azure. */
  public static String instance() {
    return OfEnvironment.NAME;
  }

  /**
   * Makes the endpoint of this process in the background and readies it for its first request, as
   * far as the settings are right and the others answer; returns at once and never fails.
   */
  public static void warmUp() {
    WarmUp.begin(OfEnvironment.ENDPOINT);
  }

  public Authenticator authenticator() {
    return authenticator;
  }

  public Identities identities() {
    return identities;
  }

  public Tokens tokens() {
    return tokens;
  }

  public AccessPolicies accessPolicies() {
    return accessPolicies;
  }

  /** Empty unless it is configured. */
  public Optional<TeamsTokens> teamsTokens() {
    return teamsTokens;
  }

  public CallerBudgets budgets() {
    return budgets;
  }

  public Sweep sweep() {
    return sweep;
  }

  HealthReport health() {
    return health.report();
  }

  /**
   * Calls everything that the endpoint depends on, side by side: fetches the issuer's keys and the
   * credential's tokens, reads the table, and leaves connections open.
   */
  HealthReport reachOthers() {
    return health.look();
  }

  // A point read like any other, of a user that cannot be: no issuer is empty.
  private static String troubleWith(MappingTable table) {
    var found = table.find(new User("", "health"), Deadline.in(HealthChecks.BUDGET));
    return found.isBlank() ? "" : "not empty";
  }

  private static String troubleWithCredential(AzureClients azure) {
    azure.requireAccessToken();
    return "";
  }

  /** The one static state of the program. */
  private static final class OfEnvironment {

    static final String NAME = nameOf(System.getenv(Setting.WEBSITE_INSTANCE_ID.name()));

    static final LazyEndpoint ENDPOINT = lazy(System.getenv(), HttpClient::newBuilder);

    private static String nameOf(@Nullable String instanceId) {
      return instanceId == null
          ? "local"
          : instanceId.substring(0, Math.min(8, instanceId.length()));
    }
  }
}
