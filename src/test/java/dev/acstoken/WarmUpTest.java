package dev.acstoken;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import dev.acstoken.azure.AzureClients;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WarmUpTest {

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Set<Integer> connections = new HashSet<>();
  private HttpServer server;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          connections.add(exchange.getRemoteAddress().getPort());
          requests.add(
              exchange.getRequestMethod() + exchange.getRequestHeaders().get("Authorization"));
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void rehearsesATokenToItsRelease() {
    var settings = Settings.of(environment("https://contoso.communication.azure.com"));

    assertDoesNotThrow(() -> WarmUp.rehearse(settings.tokens()));
  }

  @Test
  void opensAConnectionThatTheNextCallUsesAndShowsNoCredential() {
    var azure = new AzureClients(HttpClient.newBuilder(), Optional.empty());
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());

    azure.connect(endpoint);
    azure.connect(endpoint);

    assertEquals(List.of("GETnull", "GETnull"), requests);
    assertEquals(1, connections.size());
  }

  @Test
  void whatFailsIsLeftToTheFirstRequest() throws Exception {
    var done = new CountDownLatch(1);

    WarmUp.inBackground(
        () -> {
          try {
            throw new IllegalStateException();
          } finally {
            done.countDown();
          }
        });

    assertEquals(true, done.await(10, TimeUnit.SECONDS));
  }

  @Test
  void wrongSettingsAreLeftToTheFirstRequest() {
    assertDoesNotThrow(TokenEndpoint::warmUp);
  }

  private static Map<String, String> environment(String acs) {
    return Map.of(
        "COMMUNICATION_SERVICES_ENDPOINT",
        acs,
        "TABLE_STORAGE_ENDPOINT",
        "https://contoso.table.core.windows.net",
        "AUTH_ISSUER",
        "https://issuer.example",
        "AUTH_AUDIENCE",
        "api://contoso");
  }
}
