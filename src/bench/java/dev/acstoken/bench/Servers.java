package dev.acstoken.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.devhost.LocalIssuer;
import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.ManagedIdentityEndpoint;
import dev.acstoken.emulator.Operation;
import dev.acstoken.emulator.server.LocalServer;
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
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * The emulated dependencies of the endpoint: ACS, the issuer, a managed identity's endpoint, and a
 * table that always returns the same row. They run in a separate process, so that their cost is not
 * measured. Azurite would be slower than everything else, so the row comes from memory. The program
 * reads one command per line of input and responds to each with one line.
 */
final class Servers {

  private final AcsEmulator acs = AcsEmulator.builder().host("localhost").start();
  private final LocalIssuer issuer = LocalIssuer.start();
  private final ManagedIdentityEndpoint entra = ManagedIdentityEndpoint.start();
  private final HeldCertificate held =
      new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
  private final AtomicLong reads = new AtomicLong();
  private final LocalServer table;
  private volatile byte[] row = new byte[0];

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
        acs.faults().clear();
        if (!value.equals("0")) {
          acs.faults().always(Fault.delayed(Duration.ofMillis(Long.parseLong(value))));
        }
      }
      case "row" -> row = value.getBytes(UTF_8);
      case "bearer" -> {
        return issuer.token(value);
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

  private void respond(HttpExchange exchange) throws IOException {
    reads.incrementAndGet();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, row.length);
    exchange.getResponseBody().write(row);
    exchange.close();
  }
}
