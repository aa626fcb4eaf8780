package dev.acstoken.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.devhost.LocalIssuer;
import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.ManagedIdentityEndpoint;
import dev.acstoken.emulator.Operation;
import dev.acstoken.emulator.server.LocalServer;
import dev.acstoken.identity.User;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * The emulated dependencies of the endpoint: ACS, the issuer, a managed identity's endpoint, and a
 * table with a row for each user who has a bearer token. They run in a separate process, so that
 * their cost is not measured. Azurite would be slower than everything else, so the rows come from
 * memory. The program reads one command per line of input and responds to each with one line.
 */
final class Servers {

  private static final Pattern KEY = Pattern.compile("PartitionKey='([^']*)'");
  private static final byte[] NO_ROW =
      """
      {"odata.error":{"code":"ResourceNotFound","message":{"lang":"en-US","value":"None."}}}"""
          .getBytes(UTF_8);

  private final AcsEmulator acs = AcsEmulator.builder().host("localhost").start();
  private final LocalIssuer issuer = LocalIssuer.start();
  private final ManagedIdentityEndpoint entra = ManagedIdentityEndpoint.start();
  private final HeldCertificate held =
      new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
  private final AtomicLong reads = new AtomicLong();
  private final LocalServer table;
  private final Map<String, byte[]> rows = new ConcurrentHashMap<>();
  private volatile String identity = "";
  private volatile long tableDelay;

  private Servers() {
    acs.trust(entra.publicKey());
    var tls = new HandshakeCertificates.Builder().heldCertificate(held).build().sslContext();
    table = LocalServer.https("table", "127.0.0.1", 0, tls, this::respond);
  }

  /** Starts the servers. The arguments are the trust store to write and its password. */
  public static void main(String[] args) throws IOException, GeneralSecurityException {
    var servers = new Servers();
    servers.writeTrustStore(Path.of(args[0]), args[1].toCharArray());
    System.out.println(servers.acs.connectionString());
    System.out.println(servers.issuer.issuer());
    System.out.println(servers.table.port());
    System.out.println(servers.entra.environment().get("IDENTITY_ENDPOINT"));
    System.out.println(servers.entra.environment().get("IDENTITY_HEADER"));
    var in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 2);
      System.out.println(servers.run(words[0], words.length > 1 ? words[1] : ""));
    }
    System.exit(0);
  }

  private String run(String command, String value) {
    switch (command) {
      case "delay" -> {
        tableDelay = Long.parseLong(value);
        acs.faults().clear();
        if (tableDelay > 0) {
          acs.faults().always(Fault.delayed(Duration.ofMillis(tableDelay)));
        }
      }
      case "identity" -> identity = value;
      case "bearer" -> {
        return bearer(value);
      }
      case "bearers" -> {
        return IntStream.range(0, Integer.parseInt(value))
            .mapToObj(i -> bearer("user-" + i))
            .collect(joining(" "));
      }
      case "counts" -> {
        long issued = acs.counters().of(Operation.ISSUE_TOKEN).received();
        return issued + " " + reads.get() + " " + issuer.jwksFetches();
      }
      default -> throw new IllegalArgumentException(command);
    }
    return "done";
  }

  // The JDK's own trust store with two additional certificates, because reading it is part of every
  // cold start.
  private void writeTrustStore(Path file, char[] password)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("JKS");
    Path jdks = Path.of(System.getProperty("java.home", ""), "lib", "security", "cacerts");
    try (InputStream in = Files.newInputStream(jdks)) {
      trusted.load(in, null);
    }
    trusted.setCertificateEntry("bench-acs", acs.certificate());
    trusted.setCertificateEntry("bench-table", held.certificate());
    try (OutputStream out = Files.newOutputStream(file)) {
      trusted.store(out, password);
    }
  }

  /** Returns the bearer token of a user, whose row the table has from now on. */
  private String bearer(String user) {
    String key = new User(issuer.issuer().toString(), user).key();
    rows.put(key, row(key, user).getBytes(UTF_8));
    return issuer.token(user);
  }

  private String row(String key, String user) {
    return """
        {"odata.etag":"W/\\"1\\"","PartitionKey":"%s","RowKey":"identity","Issuer":"%s",\
        "UserId":"%s","CommunicationUserId":"%s","AcsEndpoint":"%s","State":"active",\
        "Timestamp":"2026-01-01T00:00:00.1234567Z",\
        "CreatedOn@odata.type":"Edm.DateTime","CreatedOn":"2026-01-01T00:00:00Z"}"""
        .formatted(key, issuer.issuer(), user, identity, acs.endpoint());
  }

  private void respond(HttpExchange exchange) throws IOException {
    reads.incrementAndGet();
    String path = exchange.getRequestURI().getPath();
    Matcher key = KEY.matcher(path);
    byte[] row = key.find() ? rows.getOrDefault(key.group(1), NO_ROW) : NO_ROW;
    pause(tableDelay);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(row == NO_ROW ? 404 : 200, row.length);
    exchange.getResponseBody().write(row);
    exchange.close();
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
