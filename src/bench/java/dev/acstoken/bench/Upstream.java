package dev.acstoken.bench;

import com.azure.communication.identity.CommunicationIdentityClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The process of {@link Servers}, with the identity of one user. */
final class Upstream implements AutoCloseable {

  private static final String TRUST_STORE_PASSWORD = "bench-trust-store";

  private final Jvm servers;
  private final Path trustStore;
  private final String acs;
  private final String issuer;
  private final String table;
  private final Map<String, String> managedIdentity;
  private final String identity;

  Upstream(Path folder) throws IOException {
    trustStore = folder.resolve("trust.jks").toAbsolutePath();
    List<String> options = new ArrayList<>(List.of("-Dsun.net.httpserver.nodelay=true"));
    options.addAll(Jvm.classPath());
    options.addAll(List.of(Servers.class.getName(), trustStore.toString(), TRUST_STORE_PASSWORD));
    servers = Jvm.start(options, Map.of());
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
    var unused = servers.send("row " + row());
  }

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
            "BENCH_BEARER",
            servers.send("bearer bench")));
  }

  List<String> trust() {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + trustStore,
        "-Djavax.net.ssl.trustStorePassword=" + TRUST_STORE_PASSWORD);
  }

  private String tableConnectionString() {
    return "AccountName=bench;AccountKey=YmVuY2g=;TableEndpoint=" + table + "/bench;";
  }

  private String row() {
    return """
        {"odata.etag":"W/\\"1\\"","PartitionKey":"bench","RowKey":"identity","Issuer":"%s",\
        "UserId":"bench","CommunicationUserId":"%s","AcsEndpoint":"%s","State":"active",\
        "CreatedOn@odata.type":"Edm.DateTime","CreatedOn":"2026-01-01T00:00:00Z"}"""
        .formatted(issuer, identity, acsEndpoint());
  }

  private String acsEndpoint() {
    return acs.replaceFirst(".*endpoint=([^;]*?)/?(;.*|$)", "$1");
  }

  @Override
  public void close() {
    servers.close();
  }
}
