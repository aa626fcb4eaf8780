package dev.acstoken;

import dev.acstoken.auth.Authenticator;
import dev.acstoken.azure.AzureClients;
import dev.acstoken.azure.TableSettings;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Lifecycle;
import dev.acstoken.identity.TokenPolicy;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.Tokens;
import dev.acstoken.identity.User;
import java.time.Clock;
import java.util.List;

/**
 * What a first request would otherwise do one after the other, done side by side before it: fetch
 * the issuer's keys, connect to ACS and to the table, and load what the SDKs need to make and read
 * calls. No credential is used, and what fails is left to the first request.
 */
final class WarmUp {

  private final List<Runnable> steps;

  WarmUp(Settings settings, AzureClients azure, Authenticator authenticator) {
    steps =
        List.of(
            () -> azure.connect(settings.acs().endpoint()),
            authenticator::isReady,
            () -> rehearse(settings.tokens()),
            () -> connectToTable(settings.table(), azure));
  }

  void run() {
    steps.forEach(WarmUp::inBackground);
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

  // Where a connection string is used the table is a laptop's own.
  private static void connectToTable(TableSettings table, AzureClients azure) {
    if (table.account() instanceof TableSettings.WithCredential account) {
      azure.connect(account.endpoint());
    }
  }

  static void rehearse(TokenPolicy policy) {
    var azure = AzureClients.rehearsed();
    var lifecycle = new Lifecycle(azure.identities(), azure.table(), Clock.systemUTC());
    var unused =
        new Tokens(lifecycle, policy)
            .issue(
                new User(azure.identities().endpoint(), "rehearsal"),
                TokenRequest.DEFAULT,
                Deadline.in(HealthChecks.BUDGET));
  }
}
