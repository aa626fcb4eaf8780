package dev.acstoken.azure;

import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenGrant;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.settings.Settings;
import dev.acstoken.settings.SettingsReader;
import java.net.http.HttpClient;
import java.time.Duration;

/**
 * Creates an identity and a token with every scope, using the credential that the environment
 * variables name, and prints the token or the error code. It runs in its own process because
 * azure-identity finds a managed identity only through environment variables.
 */
final class CredentialProbe {

  static final TokenGrant EVERY_SCOPE =
      new TokenGrant(ScopeSet.of(TokenScope.values()), new TokenLifetime(60));

  private CredentialProbe() {}

  public static void main(String[] args) {
    Settings settings = SettingsReader.read(System.getenv());
    var acs =
        settings
            .clientId()
            .map(clientId -> new AzureClients(HttpClient.newBuilder(), clientId))
            .orElseGet(() -> new AzureClients(HttpClient.newBuilder()))
            .communicationIdentities(settings.acs());
    try {
      var created = acs.createWithToken(EVERY_SCOPE, RequestContext.within(Duration.ofSeconds(8)));
      System.out.println(created.token().value().reveal());
    } catch (ServiceException e) {
      System.out.println(e.code());
    }
  }
}
