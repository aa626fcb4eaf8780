package dev.acstoken.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpHandler;
import dev.acstoken.azure.CannedServer.CannedResponse;
import dev.acstoken.emulator.server.LocalServer;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Verifies the ping of ACS, which uses the HTTP client of the calls that follow. */
@Timeout(60)
class AcsProbeTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int PROBES = 20;
  private static final byte[] BODY = "{\"error\":{}}".getBytes(UTF_8);

  private final AzureClients azure = new AzureClients(HttpClient.newBuilder());

  @Test
  void reusesItsConnectionAndSendsNoCredential() throws Exception {
    List<String> requests = new CopyOnWriteArrayList<>();
    Set<Integer> connections = ConcurrentHashMap.newKeySet();
    HttpHandler handler =
        exchange -> {
          connections.add(exchange.getRemoteAddress().getPort());
          requests.add(
              exchange.getRequestMethod() + exchange.getRequestHeaders().get("Authorization"));
          exchange.sendResponseHeaders(404, BODY.length);
          exchange.getResponseBody().write(BODY);
          exchange.close();
        };
    try (var server = LocalServer.http("acs", handler)) {
      URI acs = URI.create("http://127.0.0.1:" + server.port());

      for (int i = 0; i < PROBES; i++) {
        assertEquals(Optional.empty(), azure.ping(acs, TIMEOUT));
      }

      assertEquals(Collections.nCopies(PROBES, "GETnull"), requests);
      assertEquals(1, connections.size());
    }
  }

  /**
   * The client resolves names on its executor when it repeats a request. On its own thread, a slow
   * name server would stop the calls of all connections.
   */
  @Test
  void theClientDoesNotRunItsTasksOnItsOwnThread() {
    var builder = HttpClient.newBuilder();
    var unused = new AzureClients(builder);

    assertEquals(Optional.empty(), builder.build().executor());
  }

  @Test
  void reportsTheStatusOfAServerError() throws Exception {
    try (var server = CannedServer.http(new CannedResponse(503, "{}"))) {
      assertEquals(Optional.of("status 503"), azure.ping(server.endpoint(), TIMEOUT));
    }
  }

  @Test
  void throwsTheConnectionFailure() {
    assertThrows(
        ConnectException.class, () -> azure.ping(URI.create("http://127.0.0.1:1"), TIMEOUT));
  }

  @Test
  void endsAtTheTimeout() {
    try (var server = CannedServer.silent()) {
      assertThrows(
          HttpTimeoutException.class, () -> azure.ping(server.endpoint(), Duration.ofMillis(200)));
    }
  }
}
