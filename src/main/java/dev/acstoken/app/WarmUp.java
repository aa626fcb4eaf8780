package dev.acstoken.app;

import dev.acstoken.auth.TokenRehearsal;
import dev.acstoken.azure.AzureClients;
import dev.acstoken.health.HealthChecks;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenPolicy;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.Lifecycle;
import dev.acstoken.identity.protocol.Tokens;
import java.time.Clock;
import java.util.Set;

/**
 * What a first request would otherwise do one after the other, done side by side while the worker
 * loads the app: load what bearer tokens and the SDKs need, and reach everything that the endpoint
 * depends on. It fails nobody; what goes wrong is left to the first request.
 */
final class WarmUp {

  private static final TokenPolicy POLICY =
      new TokenPolicy(Set.of(TokenScope.CHAT), new TokenLifetime(TokenLifetime.MAX_MINUTES));

  private WarmUp() {}

  static void begin(LazyEndpoint endpoint) {
    inBackground(TokenRehearsal::run);
    inBackground(WarmUp::rehearseCalls);
    inBackground(() -> endpoint.ifConfigured().ifPresent(TokenEndpoint::reachOthers));
  }

  static void inBackground(Runnable step) {
    Thread thread =
        new Thread(
            () -> {
              try {
                step.run();
              } catch (RuntimeException e) {
                // The first request meets it too, and says so.
              }
            },
            "warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  // The SDKs load hundreds of classes to make one call; here they get answers of our own.
  static void rehearseCalls() {
    var azure = AzureClients.stubbed();
    var lifecycle = new Lifecycle(azure.identities(), azure.table(), Clock.systemUTC());
    var unused =
        new Tokens(lifecycle, POLICY)
            .issue(
                new User(azure.identities().endpoint(), "rehearsal"),
                TokenRequest.DEFAULT,
                Deadline.in(HealthChecks.BUDGET));
  }
}
