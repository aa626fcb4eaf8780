package dev.acstoken.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.communication.identity.CommunicationIdentityClient;
import com.azure.communication.identity.CommunicationIdentityClientBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The process of {@link Servers}, and one user's identity there. */
final class Upstream implements AutoCloseable {

  static final String TRUST_STORE_PASSWORD = "bench-trust-store";

  private final Process process;
  private final BufferedReader out;
  private final Path trustStore;
  private final String acs;
  private final String issuer;
  private final String table;
  private final String identity;

  Upstream(Path folder) throws IOException {
    trustStore = folder.resolve("trust.p12").toAbsolutePath();
    process =
        new ProcessBuilder(
                Jvm.PROGRAM,
                "-Dsun.net.httpserver.nodelay=true",
                "-cp",
                System.getProperty("java.class.path", ""),
                Servers.class.getName(),
                trustStore.toString(),
                TRUST_STORE_PASSWORD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    out = process.inputReader(UTF_8);
    acs = line();
    issuer = line();
    table =
        "DefaultEndpointsProtocol=http;AccountName=bench;AccountKey=YmVuY2g=;TableEndpoint=http://127.0.0.1:"
            + line()
            + "/bench;";
    // Before anything here speaks TLS.
    System.setProperty("javax.net.ssl.trustStore", trustStore.toString());
    System.setProperty("javax.net.ssl.trustStorePassword", TRUST_STORE_PASSWORD);
    identity = sdkClient().createUser().getId();
    command("row " + row());
  }

  /** The SDK as its documentation shows it. */
  CommunicationIdentityClient sdkClient() {
    return new CommunicationIdentityClientBuilder().connectionString(acs).buildClient();
  }

  String acs() {
    return acs;
  }

  String identity() {
    return identity;
  }

  String bearer() {
    return command("bearer bench");
  }

  void delay(int millis) {
    command("delay " + millis);
  }

  /** Token issues, reads of the table and fetches of keys so far. */
  List<Long> counts() {
    return List.of(command("counts").split(" ")).stream().map(Long::valueOf).toList();
  }

  Map<String, String> settings() {
    return Map.of(
        "COMMUNICATION_SERVICES_CONNECTION_STRING", acs,
        "TABLE_STORAGE_CONNECTION_STRING", table,
        "AUTH_ISSUER", issuer,
        "AUTH_AUDIENCE", "api://acs-token-endpoint",
        "BENCH_IDENTITY", identity);
  }

  List<String> trust() {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + trustStore,
        "-Djavax.net.ssl.trustStorePassword=" + TRUST_STORE_PASSWORD);
  }

  private String row() {
    String endpoint = acs.replaceFirst(".*endpoint=([^;]*?)/?(;.*|$)", "$1");
    return """
        {"odata.etag":"W/\\"1\\"","PartitionKey":"bench","RowKey":"identity","Issuer":"%s",\
        "UserId":"bench","CommunicationUserId":"%s","AcsEndpoint":"%s","State":"active",\
        "CreatedOn@odata.type":"Edm.DateTime","CreatedOn":"2026-01-01T00:00:00Z"}"""
        .formatted(issuer, identity, endpoint);
  }

  private synchronized String command(String text) {
    try {
      process.getOutputStream().write((text + "\n").getBytes(UTF_8));
      process.getOutputStream().flush();
      return line();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String line() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("The servers' process ended.");
    }
    return line;
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
