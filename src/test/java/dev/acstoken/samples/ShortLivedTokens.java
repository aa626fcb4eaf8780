package dev.acstoken.samples;

import dev.acstoken.app.LazyApplication;
import dev.acstoken.devhost.DevelopmentHost;
import dev.acstoken.devhost.Emulators;
import dev.acstoken.devhost.FunctionsHost;
import dev.acstoken.emulator.AcsEmulator;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The whole endpoint with an ACS emulator whose tokens expire after a few seconds. */
final class ShortLivedTokens implements AutoCloseable {

  private final DevelopmentHost development = DevelopmentHost.onFreePorts();
  private final AcsEmulator acs =
      AcsEmulator.builder().host("localhost").tokenLifetime(Duration.ofSeconds(4)).start();
  private final FunctionsHost host;

  ShortLivedTokens() {
    Map<String, String> settings = new HashMap<>(development.emulators().environment());
    settings.putAll(Emulators.WITHOUT_RATE_LIMIT);
    settings.put("COMMUNICATION_SERVICES_CONNECTION_STRING", acs.connectionString());
    settings.put("COMMUNICATION_SERVICES_RESOURCE_ID", acs.resourceId().toString());
    var application =
        LazyApplication.of(
            settings, () -> HttpClient.newBuilder().sslContext(acs.clientSslContext()));
    host = DevelopmentHost.serve(() -> application);
  }

  URI uri() {
    return host.baseUri();
  }

  AcsEmulator acs() {
    return acs;
  }

  /** Returns a bearer token of the local issuer. */
  String bearerToken(String user, String... roles) {
    return development.emulators().issuer().token(user, roles);
  }

  @Override
  public void close() {
    host.close();
    acs.close();
    development.close();
  }
}
