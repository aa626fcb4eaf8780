package dev.acstoken.bench;

import com.azure.communication.identity.CommunicationIdentityClientBuilder;
import dev.acstoken.devhost.Emulators;
import dev.acstoken.identity.User;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The process of {@link Servers}. All users in its table have the same identity. */
final class Upstream implements AutoCloseable {

  private static final String USER = "bench";
  private static final String TRUST_STORE_PASSWORD = "bench-trust-store";

  private final Jvm servers;
  private final Path trustStore;
  private final String acs;
  private final String issuer;
  private final String table;
  private final Map<String, String> managedIdentity;
  private final String identity;
  private final String bearer;

  Upstream(Path folder) throws IOException {
    trustStore = folder.resolve("trust.jks").toAbsolutePath();
    List<String> options = new ArrayList<>(List.of("-Dsun.net.httpserver.nodelay=true"));
    options.addAll(Jvm.classPath());
    options.addAll(List.of(Servers.class.getName(), trustStore.toString(), TRUST_STORE_PASSWORD));
    servers = Jvm.start(new Unlimited(), options, Map.of());
    acs = servers.line();
    issuer = servers.line();
    table = "https://localhost:" + servers.line();
    managedIdentity =
        Map.of("IDENTITY_ENDPOINT", servers.line(), "IDENTITY_HEADER", servers.line());
    // The properties must be set before this JVM uses TLS.
    System.setProperty("javax.net.ssl.trustStore", trustStore.toString());
    System.setProperty("javax.net.ssl.trustStorePassword", TRUST_STORE_PASSWORD);
    identity =
        new CommunicationIdentityClientBuilder()
            .connectionString(acs)
            .buildClient()
            .createUser()
            .getId();
    var unused = servers.send("identity " + identity);
    bearer = servers.send("bearer " + USER);
  }

  /** Sets how long ACS and the table wait before they respond. */
  void delay(int millis) {
    var unused = servers.send("delay " + millis);
  }

  /** Returns the numbers of token requests, table reads and key fetches so far. */
  List<Long> counts() {
    return List.of(servers.send("counts").split(" ")).stream().map(Long::valueOf).toList();
  }

  /** Returns an environment in which the endpoint and the SDKs use keys. */
  Map<String, String> withKeys() {
    Map<String, String> settings = common();
    settings.put("COMMUNICATION_SERVICES_CONNECTION_STRING", acs);
    settings.put("TABLE_STORAGE_CONNECTION_STRING", tableConnectionString());
    return settings;
  }

  /** Returns an environment like that of a deployed endpoint. */
  Map<String, String> withManagedIdentity() {
    Map<String, String> settings = common();
    settings.put("COMMUNICATION_SERVICES_ENDPOINT", acsEndpoint());
    settings.put("TABLE_STORAGE_ENDPOINT", table);
    settings.put("AZURE_TOKEN_CREDENTIALS", "ManagedIdentityCredential");
    settings.putAll(managedIdentity);
    return settings;
  }

  /**
   * Returns an environment like that of a deployed endpoint, without the limits on its callers.
   *
   * @param readAhead whether the row is read while ACS issues the token
   * @param users a file with a bearer token in each line
   */
  Map<String, String> forLoads(boolean readAhead, Path users) {
    Map<String, String> settings = withManagedIdentity();
    settings.putAll(Emulators.WITHOUT_RATE_LIMIT);
    settings.put("READ_AHEAD", Boolean.toString(readAhead));
    settings.put("BENCH_USERS", users.toString());
    return settings;
  }

  /** Returns bearer tokens of different users who have an identity. */
  List<String> bearers(int users) {
    return List.of(servers.send("bearers " + users).split(" "));
  }

  private Map<String, String> common() {
    return new HashMap<>(
        Map.of(
            "AUTH_ISSUER",
            issuer,
            "AUTH_AUDIENCE",
            "api://acs-token-endpoint",
            "BENCH_ACS",
            acs,
            "BENCH_ACS_ENDPOINT",
            acsEndpoint(),
            "BENCH_TABLE",
            tableConnectionString(),
            "BENCH_IDENTITY",
            identity,
            "BENCH_KEY",
            new User(issuer, USER).key(),
            "BENCH_BEARER",
            bearer));
  }

  List<String> trust() {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + trustStore,
        "-Djavax.net.ssl.trustStorePassword=" + TRUST_STORE_PASSWORD);
  }

  private String tableConnectionString() {
    return "AccountName=bench;AccountKey=YmVuY2g=;TableEndpoint=" + table + "/bench;";
  }

  private String acsEndpoint() {
    return acs.replaceFirst(".*endpoint=([^;]*?)/?(;.*|$)", "$1");
  }

  @Override
  public void close() {
    servers.close();
  }
}
