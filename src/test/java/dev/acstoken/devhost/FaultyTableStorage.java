package dev.acstoken.devhost;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.LocalServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

/** A Table Storage server that injects faults and forwards all other requests to Azurite. */
public final class FaultyTableStorage implements AutoCloseable {

  private static final Pattern KEY =
      Pattern.compile(
          "Key(?:='|\":\")"
              + "(unsettled|pending|user|identity|invitation|joining|endings|guest-[\\w-]+)['\"]");
  private static final Map<String, String> ROWS =
      Map.of(
          "unsettled", "unsettled",
          "pending", "unsettled",
          "user", "owner",
          "identity", "mapping",
          "invitation", "invitation",
          "joining", "join",
          "endings", "ending");

  private final AzuriteForwarder azurite;
  private final LocalServer server;
  private Outage outage = Outage.none();

  private FaultyTableStorage(Azurite azurite) {
    this.azurite = new AzuriteForwarder(azurite);
    this.server = LocalServer.http("faulty-table-storage", this::handle);
  }

  /** Starts a server on a free port, without a fault. */
  public static FaultyTableStorage inFrontOf(Azurite azurite) {
    return new FaultyTableStorage(azurite);
  }

  /** Returns the connection string for {@code TableServiceClientBuilder}. */
  public String connectionString() {
    return azurite.connectionString(server.port());
  }

  /** Injects the fault into the nth request from now on. */
  public void once(int nth, TableFault fault) {
    begin(new Outage(nth, nth, Optional.of(fault)));
  }

  /** Injects the fault into the nth request from now on and into all later ones. */
  public void from(int nth, TableFault fault) {
    begin(new Outage(nth, Integer.MAX_VALUE, Optional.of(fault)));
  }

  /** Ends every fault. Stalled requests lose their connection. */
  public void clear() {
    begin(Outage.none());
  }

  /**
   * Returns the requests since the last call of one of the methods above, such as {@code PUT
   * unsettled}.
   */
  public synchronized List<String> requests() {
    return List.copyOf(outage.requests);
  }

  @Override
  public void close() {
    clear();
    server.close();
  }

  private synchronized void begin(Outage next) {
    outage.over.countDown();
    outage = next;
  }

  private synchronized Encounter countIn(String request) {
    outage.requests.add(request);
    return new Encounter(outage.faultOf(outage.requests.size()), outage.over);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      var encounter = countIn(describe(exchange, body));
      if (encounter.fault.isPresent()) {
        fail(exchange, body, encounter.fault.get(), encounter.over);
      } else {
        AzuriteForwarder.send(exchange, azurite.forward(exchange, body));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // A branch that returns without a response closes the connection.
  private void fail(HttpExchange exchange, byte[] body, TableFault fault, CountDownLatch over)
      throws IOException, InterruptedException {
    switch (fault.kind()) {
      case REFUSED -> refuse(exchange, fault);
      case MALFORMED_REPLY -> {
        azurite.forward(exchange, body);
        json(exchange, 200, "{\"PartitionKey\":");
      }
      case STALLED -> over.await();
      case DROPPED -> {}
      case LOST_REPLY -> azurite.forward(exchange, body);
      case SLOW -> {
        Thread.sleep(fault.delay().orElseThrow().toMillis());
        AzuriteForwarder.send(exchange, azurite.forward(exchange, body));
      }
    }
  }

  private static void refuse(HttpExchange exchange, TableFault fault) throws IOException {
    fault
        .delay()
        .ifPresent(
            wait ->
                exchange.getResponseHeaders().set("Retry-After", Long.toString(wait.toSeconds())));
    json(
        exchange,
        fault.status(),
        "{\"odata.error\":{\"code\":\"%s\",\"message\":{\"lang\":\"en-US\",\"value\":\"No.\"}}}"
            .formatted(code(fault.status())));
  }

  private static String code(int status) {
    return switch (status) {
      case 401 -> "InvalidAuthenticationInfo";
      case 403 -> "AuthorizationPermissionMismatch";
      case 429 -> "TooManyRequests";
      case 503 -> "ServerBusy";
      default -> "InternalError";
    };
  }

  private static void json(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  // Identifies a row by its key, which is in the path or, for an insert, in the body.
  private static String describe(HttpExchange exchange, byte[] body) {
    var path = exchange.getRequestURI().getPath();
    var key = KEY.matcher(path.contains("(") ? path : new String(body, UTF_8));
    return exchange.getRequestMethod()
        + (key.find() ? " " + ROWS.getOrDefault(key.group(1), "guest") : "");
  }

  /** The fault of a request, and a latch that opens when the fault ends. */
  private record Encounter(Optional<TableFault> fault, CountDownLatch over) {}

  /** Decides which of the requests since its creation meet a fault. */
  private static final class Outage {
    private final int first;
    private final int last;
    private final Optional<TableFault> fault;
    private final List<String> requests = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);

    Outage(int first, int last, Optional<TableFault> fault) {
      this.first = first;
      this.last = last;
      this.fault = fault;
    }

    static Outage none() {
      return new Outage(0, 0, Optional.empty());
    }

    Optional<TableFault> faultOf(int request) {
      return fault.filter(any -> first <= request && request <= last);
    }
  }
}
