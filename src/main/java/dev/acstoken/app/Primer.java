package dev.acstoken.app;

import dev.acstoken.auth.VerificationPrimer;
import dev.acstoken.azure.AzureClients;
import dev.acstoken.concurrent.DaemonThreads;
import dev.acstoken.health.HealthChecks;
import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.IdentityRules;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenPolicy;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.IdentityProtocol;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Primes a cold instance. While the worker loads the app, the primer does work that the first
 * request would otherwise do: it pings the dependencies, and on several cores it also loads in
 * parallel the classes that bearer tokens and the SDKs need. Priming never fails. If something is
 * wrong, the first request fails in the same way and reports it.
 */
public final class Primer {

  private static final TokenPolicy POLICY =
      new TokenPolicy(ScopeSet.of(TokenScope.CHAT), new TokenLifetime(TokenLifetime.MAX_MINUTES));

  private Primer() {}

  /** Starts priming in the background and returns at once. */
  public static void start(LazyApplication application) {
    steps(application, Runtime.getRuntime().availableProcessors()).forEach(Primer::runInBackground);
  }

  // On one core every step delays a request that is already waiting. The pings do what such a
  // request needs in any case. The other steps do their work on objects of their own.
  static List<Runnable> steps(LazyApplication application, int cores) {
    Runnable pings = () -> pingDependencies(application);
    return cores == 1 ? List.of(pings) : List.of(VerificationPrimer::run, Primer::callStubs, pings);
  }

  static void runInBackground(Runnable step) {
    DaemonThreads.start(
        "primer",
        () -> {
          try {
            step.run();
          } catch (RuntimeException | Error e) {
            // The first request fails in the same way, and reports it.
          }
        });
  }

  // An SDK loads hundreds of classes for its first call. These calls go to stubs.
  static void callStubs() {
    var stubs = AzureClients.stubbed();
    var protocol =
        new IdentityProtocol(
            stubs.identities(),
            stubs.tableStorage().mappings(),
            stubs.tableStorage().intentLog(),
            new IdentityRules(
                AcsResource.at(stubs.identities().endpoint()), Duration.ofMinutes(1), POLICY),
            InstantSource.system());
    var unused =
        protocol
            .tokens()
            .issue(
                new User(stubs.identities().endpoint(), "priming"),
                TokenRequest.DEFAULT,
                RequestContext.within(HealthChecks.BUDGET));
  }

  // The health checks fetch the issuer's keys and the credential's tokens, and read the table.
  // Their connections stay open for the first request.
  private static void pingDependencies(LazyApplication application) {
    application.ifConfigured().map(Application::healthChecks).ifPresent(HealthChecks::runChecks);
  }
}
