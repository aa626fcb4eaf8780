package dev.acstoken.devhost;

import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.LocalServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Stands before Azurite: lets each request wait a little, before and after, so that whoever is
 * killed is killed between two steps; and remembers every identity that a row was written for.
 */
final class SlowTable implements AutoCloseable {
  private static final Pattern IDENTITY = Pattern.compile("\"CommunicationUserId\":\"([^\"]+)\"");
  private static final Set<String> NOT_PASSED_ON =
      Set.of("host", "connection", "content-length", "transfer-encoding", "expect", "upgrade");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Set<String> written = ConcurrentHashMap.newKeySet();
  private final AtomicInteger underWay = new AtomicInteger();
  private final Azurite azurite;
  private final int longestMillis;
  private final LocalServer server;

  private SlowTable(Azurite azurite, int longestMillis) {
    this.azurite = azurite;
    this.longestMillis = longestMillis;
    this.server = LocalServer.http("slow-table", this::handle);
  }

  static SlowTable before(Azurite azurite, int longestMillis) {
    return new SlowTable(azurite, longestMillis);
  }

  String connectionString() {
    return azurite
        .connectionString()
        .replace(":" + azurite.port() + "/", ":" + server.port() + "/");
  }

  /** Every identity that ever stood in a row. */
  Set<String> written() {
    return Set.copyOf(written);
  }

  /** Whether all that was asked, by the dead too, has been done. */
  boolean isIdle() {
    return underWay.get() == 0;
  }

  @Override
  public void close() {
    server.close();
  }

  private void handle(HttpExchange exchange) {
    underWay.incrementAndGet();
    try (exchange) {
      reply(exchange, forward(exchange));
    } catch (IOException e) {
      // The client was killed meanwhile.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      underWay.decrementAndGet();
    }
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange)
      throws IOException, InterruptedException {
    var body = exchange.getRequestBody().readAllBytes();
    var target = azurite.tableEndpoint().resolve(exchange.getRequestURI());
    var request =
        HttpRequest.newBuilder(target)
            .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> values.forEach(value -> passOn(request, name, value)));
    pause();
    var response = http.send(request.build(), BodyHandlers.ofByteArray());
    var identity = IDENTITY.matcher(new String(body, StandardCharsets.UTF_8));
    if (response.statusCode() < 300 && identity.find()) {
      written.add(identity.group(1));
    }
    pause();
    return response;
  }

  private static void reply(HttpExchange exchange, HttpResponse<byte[]> response)
      throws IOException {
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (isPassedOn(name)) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    var body = response.body();
    exchange.sendResponseHeaders(response.statusCode(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static void passOn(HttpRequest.Builder request, String name, String value) {
    if (isPassedOn(name)) {
      request.header(name, value);
    }
  }

  private static boolean isPassedOn(String name) {
    return !NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT));
  }

  private void pause() throws InterruptedException {
    Thread.sleep(ThreadLocalRandom.current().nextInt(longestMillis));
  }
}
