package dev.acstoken.devhost;

import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.LocalServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
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
  private final Set<String> written = ConcurrentHashMap.newKeySet();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AzuriteForwarder azurite;
  private final int longestMillis;
  private final LocalServer server;

  private SlowTable(Azurite azurite, int longestMillis) {
    this.azurite = new AzuriteForwarder(azurite);
    this.longestMillis = longestMillis;
    this.server = LocalServer.http("slow-table", this::handle);
  }

  static SlowTable before(Azurite azurite, int longestMillis) {
    return new SlowTable(azurite, longestMillis);
  }

  String connectionString() {
    return azurite.connectionString(server.port());
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
      AzuriteForwarder.send(exchange, forward(exchange));
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
    pause();
    var response = azurite.forward(exchange, body);
    var identity = IDENTITY.matcher(new String(body, StandardCharsets.UTF_8));
    if (response.statusCode() < 300 && identity.find()) {
      written.add(identity.group(1));
    }
    pause();
    return response;
  }

  private void pause() throws InterruptedException {
    Thread.sleep(ThreadLocalRandom.current().nextInt(longestMillis));
  }
}
