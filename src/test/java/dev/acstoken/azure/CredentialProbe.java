package dev.acstoken.azure;

import dev.acstoken.Settings;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.IdentityException;
import java.net.http.HttpClient;
import java.time.Duration;

/**
 * Creates one identity as the environment says, and prints its id or why there is none. A process
 * of its own, because azure-identity finds a managed identity by environment variables only.
 */
final class CredentialProbe {

  private CredentialProbe() {}

  public static void main(String[] args) {
    Settings settings = Settings.of(System.getenv());
    var acs =
        new AzureClients(HttpClient.newBuilder(), settings.clientId())
            .communicationIdentities(settings.acs());
    try {
      System.out.println(acs.create(Deadline.in(Duration.ofSeconds(8))));
    } catch (IdentityException e) {
      System.out.println(e.failure());
    }
  }
}
