package dev.acstoken.app;

import static java.util.stream.Collectors.joining;

import dev.acstoken.auth.Authenticator;
import dev.acstoken.auth.TrustedIssuers;
import dev.acstoken.auth.keys.IssuerKeys;
import dev.acstoken.azure.AzureClients;
import dev.acstoken.azure.table.TableStorage;
import dev.acstoken.guests.GuestProtocol;
import dev.acstoken.guests.GuestRecovery;
import dev.acstoken.guests.Guests;
import dev.acstoken.guests.Invitations;
import dev.acstoken.health.HealthCheck;
import dev.acstoken.health.HealthChecks;
import dev.acstoken.health.HealthProblem;
import dev.acstoken.health.RecoveryRuns;
import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.ObservedIdentities;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.AccessPolicies;
import dev.acstoken.identity.protocol.Identities;
import dev.acstoken.identity.protocol.IdentityProtocol;
import dev.acstoken.identity.protocol.Recovery;
import dev.acstoken.identity.protocol.Tokens;
import dev.acstoken.ratelimit.CreationLimitedIdentities;
import dev.acstoken.ratelimit.RateLimiter;
import dev.acstoken.settings.Settings;
import dev.acstoken.settings.SettingsException;
import dev.acstoken.settings.SettingsReader;
import dev.acstoken.teams.TeamsTokens;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The composition root. It builds the object graph from the settings. */
public final class Application {

  private final Authenticator authenticator;
  private final RateLimiter rateLimiter;
  private final IdentityProtocol protocol;
  private final GuestProtocol guestProtocol;
  private final Optional<TeamsTokens> teamsTokens;
  private final RecoveryRuns recoveryRuns = new RecoveryRuns(InstantSource.system());
  private final AtomicReference<Optional<String>> warnings;
  private final Settings settings;
  private final AzureClients azure;
  private final TableStorage table;
  private @Nullable HealthChecks healthChecks;

  private Application(Settings settings, Supplier<HttpClient.Builder> connections) {
    this.settings = settings;
    azure = azureClients(settings, connections.get());
    table = azure.tableStorage(settings.table());
    var http = connections.get().connectTimeout(HealthChecks.BUDGET).build();
    authenticator =
        new Authenticator(settings.issuers(), location -> new IssuerKeys(location, http));
    warnings = new AtomicReference<>(warningsOf(settings));
    rateLimiter = new RateLimiter(settings.rateLimits());
    protocol =
        new IdentityProtocol(
            new CreationLimitedIdentities(
                new ObservedIdentities(azure.communicationIdentities(settings.acs())),
                settings.rateLimits()),
            table.mappings(),
            table.intentLog(),
            settings.identities(),
            InstantSource.system());
    guestProtocol =
        new GuestProtocol(
            table.invitations(),
            table.joinLog(),
            table.endSchedule(),
            protocol,
            settings.guests(),
            InstantSource.system());
    teamsTokens =
        settings
            .teams()
            .map(
                teams ->
                    new TeamsTokens(
                        azure.teamsUserTokens(teams),
                        azure.teamsTokenExchange(settings.acs(), teams)));
  }

  private static Optional<String> warningsOf(Settings settings) {
    return settings.warnings().isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(" ", settings.warnings()));
  }

  private static String noteOf(TrustedIssuers issuers) {
    return issuers.issuers().stream()
        .flatMap(issuer -> issuer.name().former().stream())
        .distinct()
        .reduce((one, other) -> one + ", " + other)
        .map(names -> "users are also looked up under " + names)
        .orElse("none");
  }

  private static AzureClients azureClients(Settings settings, HttpClient.Builder http) {
    return settings
        .clientId()
        .map(clientId -> new AzureClients(http, clientId))
        .orElseGet(() -> new AzureClients(http));
  }

  private List<HealthCheck> checks() {
    List<HealthCheck> checks = new ArrayList<>();
    checks.add(
        HealthCheck.of(
            "acs",
            () ->
                azure
                    .ping(settings.acs().endpoint(), HealthChecks.BUDGET)
                    .map(HealthProblem::outage)));
    authenticator.keys().forEach((issuer, keys) -> checks.add(checkOf(issuer, keys)));
    checks.add(HealthCheck.of("storage", () -> checkStorage(table.mappings())));
    checks.add(HealthCheck.of("mappings", this::checkMappings));
    if (settings.acs().accessKey().isEmpty()) {
      checks.add(HealthCheck.of("credential", () -> checkCredential(azure)));
    }
    return checks;
  }

  private static HealthCheck checkOf(String issuer, IssuerKeys keys) {
    return HealthCheck.of("issuer", () -> checkKeys(keys)).about(issuer);
  }

  // Waits less than the budget, so that the report says more than "timed out".
  private static Optional<HealthProblem> checkKeys(IssuerKeys keys) {
    keys.requireAvailable(Deadline.in(HealthChecks.BUDGET.minusMillis(500)));
    return Optional.empty();
  }

  /**
   * Builds an application from environment variables.
   *
   * @param connections supplies a new HTTP client builder for each client
   * @throws SettingsException if settings are missing or invalid, or if the JVM's trust store
   *     cannot be read
   */
  public static Application of(
      Map<String, String> environment, Supplier<HttpClient.Builder> connections) {
    var settings = SettingsReader.read(environment);
    try {
      return new Application(settings, connections);
    } catch (UncheckedIOException e) {
      // The HTTP client throws it for a trust store, too, and does not say what is wrong with it.
      TrustStore.requireReadable();
      throw e;
    }
  }

  public Authenticator authenticator() {
    return authenticator;
  }

  /** Returns the warnings about the settings, the first time; empty later, or if there are none. */
  public Optional<String> takeWarnings() {
    return warnings.getAndSet(Optional.empty());
  }

  public RateLimiter rateLimiter() {
    return rateLimiter;
  }

  public Identities identities() {
    return protocol.identities();
  }

  public Tokens tokens() {
    return protocol.tokens();
  }

  public AccessPolicies accessPolicies() {
    return protocol.accessPolicies();
  }

  public Recovery recovery() {
    return protocol.recovery();
  }

  public Invitations invitations() {
    return guestProtocol.invitations();
  }

  public Guests guests() {
    return guestProtocol.guests();
  }

  public GuestRecovery guestRecovery() {
    return guestProtocol.recovery();
  }

  public RecoveryRuns recoveryRuns() {
    return recoveryRuns;
  }

  /** Returns the exchange of Teams tokens; empty if it is not configured. */
  public Optional<TeamsTokens> teamsTokens() {
    return teamsTokens;
  }

  /** Returns the health checks. They are built when they are first needed. */
  public synchronized HealthChecks healthChecks() {
    if (healthChecks == null) {
      healthChecks = new HealthChecks(checks(), notes());
    }
    return healthChecks;
  }

  private Map<String, Supplier<String>> notes() {
    return Map.of(
        "foreignIdentities",
        () -> noteOf(settings.identities().resource()),
        "keys",
        this::noteOfKeys,
        "recovery",
        recoveryRuns::note,
        "renamedIssuers",
        () -> noteOf(settings.issuers()),
        "rows",
        table.unreadableRows()::note,
        "settings",
        () -> warningsOf(settings).orElse("no warnings"));
  }

  // Reads one row, as a request does. The user cannot exist, because no issuer is empty.
  private static Optional<HealthProblem> checkStorage(MappingStore mappings) {
    var found = mappings.find(new User("", "health"), RequestContext.within(HealthChecks.BUDGET));
    return found.isBlank() ? Optional.empty() : Optional.of(HealthProblem.outage("unexpected row"));
  }

  // Requests about such an identity fail with the code misconfigured.
  private Optional<HealthProblem> checkMappings() {
    return protocol.foreignIdentities().wereRefusedRecently()
        ? Optional.of(HealthProblem.misconfiguration("identities of another ACS resource"))
        : Optional.empty();
  }

  private String noteOfKeys() {
    return authenticator.keys().entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue().note())
        .sorted()
        .collect(joining("; "));
  }

  private static String noteOf(AcsResource resource) {
    return resource
        .replacedEndpoint()
        .map(endpoint -> "those of " + endpoint + " are replaced, others are refused")
        .orElse("refused");
  }

  private static Optional<HealthProblem> checkCredential(AzureClients azure) {
    azure.requireAccessToken();
    return Optional.empty();
  }
}
