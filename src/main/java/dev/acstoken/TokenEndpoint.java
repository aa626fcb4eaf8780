package dev.acstoken;

import dev.acstoken.auth.Authenticator;
import dev.acstoken.auth.IssuerKeys;
import dev.acstoken.azure.AzureClients;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.Identities;
import dev.acstoken.identity.MappingTable;
import dev.acstoken.identity.Tokens;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The composition root: settings to objects, once. */
public final class TokenEndpoint {

  private final CommunicationIdentities acs;
  private final MappingTable table;
  private final Authenticator authenticator;
  private final Identities identities;
  private final Tokens tokens;

  private TokenEndpoint(Settings settings, Supplier<HttpClient.Builder> http) {
    var azure = new AzureClients(http.get(), settings.clientId());
    acs = azure.communicationIdentities(settings.acs());
    table = azure.mappingTable(settings.table());
    var issuerHttp = http.get().connectTimeout(Duration.ofSeconds(3)).build();
    authenticator =
        new Authenticator(settings.auth(), new IssuerKeys(settings.auth().issuer(), issuerHttp));
    identities = new Identities(acs, table, Clock.systemUTC());
    tokens = new Tokens(acs, table, settings.tokens(), Clock.systemUTC());
  }

  /**
   * The endpoint of this process, as its environment variables describe it: made at the first call,
   * and again at the next one if the settings were found wrong.
   *
   * @throws SettingsException if settings are missing or wrong
   */
  public static TokenEndpoint ofEnvironment() {
    return OfEnvironment.get();
  }

  /**
   * An endpoint of its own.
   *
   * @param http how connections are made; a builder for each client
   * @throws SettingsException if settings are missing or wrong
   */
  public static TokenEndpoint of(
      Map<String, String> environment, Supplier<HttpClient.Builder> http) {
    return new TokenEndpoint(Settings.of(environment), http);
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

  public CommunicationIdentities acs() {
    return acs;
  }

  public MappingTable table() {
    return table;
  }

  /** The one static state of the program. */
  private static final class OfEnvironment {

    private static volatile @Nullable TokenEndpoint instance;

    static TokenEndpoint get() {
      TokenEndpoint made = instance;
      return made != null ? made : make();
    }

    private static synchronized TokenEndpoint make() {
      if (instance == null) {
        instance = of(System.getenv(), HttpClient::newBuilder);
      }
      return instance;
    }
  }
}
