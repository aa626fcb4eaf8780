package dev.acstoken.app;

import dev.acstoken.auth.VerificationPrimer;
import dev.acstoken.azure.AzureClients;
import dev.acstoken.concurrent.DaemonThreads;
import dev.acstoken.health.HealthChecks;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenPolicy;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.IdentityProtocol;
import java.time.InstantSource;

/**
 * Primes a cold instance: does in parallel, while the worker loads the app, what the first request
 * would otherwise do step by step. It loads the classes that bearer tokens and the SDKs need, and
 * pings the dependencies. It never fails; the first request meets and reports what goes wrong.
 */
public final class Primer {

  private static final TokenPolicy POLICY =
      new TokenPolicy(ScopeSet.of(TokenScope.CHAT), new TokenLifetime(TokenLifetime.MAX_MINUTES));

  private Primer() {}

  /** Starts priming in the background and returns at once. */
  public static void start(LazyApplication application) {
    runInBackground(VerificationPrimer::run);
    runInBackground(Primer::callStubs);
    runInBackground(() -> pingDependencies(application));
  }

  static void runInBackground(Runnable step) {
    DaemonThreads.start(
        "primer",
        () -> {
          try {
            step.run();
          } catch (RuntimeException e) {
            // The first request meets it too, and reports it.
          }
        });
  }

  // The SDKs load hundreds of classes to make one call. Here a stub answers it.
  static void callStubs() {
    var stubs = AzureClients.stubbed();
    var protocol =
        new IdentityProtocol(
            stubs.identities(),
            stubs.tableStorage().mappings(),
            stubs.tableStorage().intentLog(),
            POLICY,
            InstantSource.system());
    var unused =
        protocol
            .tokens()
            .issue(
                new User(stubs.identities().endpoint(), "priming"),
                TokenRequest.DEFAULT,
                RequestContext.within(HealthChecks.BUDGET));
  }

  // Fetches the issuer's keys and the credential's tokens, reads the table, and leaves connections
  // open.
  private static void pingDependencies(LazyApplication application) {
    application.ifConfigured().map(Application::healthChecks).ifPresent(HealthChecks::runChecks);
  }
}
