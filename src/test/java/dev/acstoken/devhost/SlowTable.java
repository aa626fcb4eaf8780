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
 * A proxy for Azurite that delays each request before and after forwarding it, so that a killed
 * process is killed between two steps. It remembers every identity that was written to a row.
 */
public final class SlowTable implements AutoCloseable {
  private static final Pattern IDENTITY = Pattern.compile("\"CommunicationUserId\":\"([^\"]+)\"");
  private final Set<String> written = ConcurrentHashMap.newKeySet();
  private final AtomicInteger activeRequests = new AtomicInteger();
  private final AzuriteForwarder azurite;
  private final int maxDelayMillis;
  private final LocalServer server;

  private SlowTable(Azurite azurite, int maxDelayMillis) {
    this.azurite = new AzuriteForwarder(azurite);
    this.maxDelayMillis = maxDelayMillis;
    this.server = LocalServer.http("slow-table", this::handle);
  }

  public static SlowTable before(Azurite azurite, int maxDelayMillis) {
    return new SlowTable(azurite, maxDelayMillis);
  }

  public String connectionString() {
    return azurite.connectionString(server.port());
  }

  /** Returns every identity that was ever written to a row. */
  public Set<String> written() {
    return Set.copyOf(written);
  }

  /** Returns whether all requests have ended, including those of killed processes. */
  public boolean isIdle() {
    return activeRequests.get() == 0;
  }

  @Override
  public void close() {
    server.close();
  }

  private void handle(HttpExchange exchange) {
    activeRequests.incrementAndGet();
    try (exchange) {
      AzuriteForwarder.send(exchange, forward(exchange));
    } catch (IOException e) {
      // The client was killed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      activeRequests.decrementAndGet();
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
    Thread.sleep(ThreadLocalRandom.current().nextInt(maxDelayMillis));
  }
}
