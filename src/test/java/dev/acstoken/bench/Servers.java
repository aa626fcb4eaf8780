package dev.acstoken.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.emulator.Fault;
import dev.acstoken.emulator.Operation;
import dev.acstoken.local.LocalIssuer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * ACS, the issuer and a table that always has the same row, in a process of their own, so that what
 * they cost is not counted. Azurite would be the slowest of all; a row from memory keeps the floor
 * honest. Takes commands by its input, a line each, and answers each with a line.
 */
final class Servers {

  private final AcsEmulator acs = AcsEmulator.builder().host("localhost").start();
  private final LocalIssuer issuer = LocalIssuer.start();
  private final AtomicLong reads = new AtomicLong();
  private final HttpServer table;
  private volatile byte[] row = new byte[0];

  private Servers() throws IOException {
    table = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    table.setExecutor(Executors.newCachedThreadPool());
    table.createContext("/", this::answer);
    table.start();
  }

  public static void main(String[] args) throws IOException {
    var servers = new Servers();
    servers.acs.writeTrustStore(Path.of(args[0]), args[1]);
    System.out.println(servers.acs.connectionString());
    System.out.println(servers.issuer.issuer());
    System.out.println(servers.table.getAddress().getPort());
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

  private void answer(HttpExchange exchange) throws IOException {
    reads.incrementAndGet();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, row.length);
    exchange.getResponseBody().write(row);
    exchange.close();
  }
}
