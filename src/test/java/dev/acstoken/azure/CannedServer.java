package dev.acstoken.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.LocalServer;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * A server on loopback that sends one response to every request, for responses that no emulator
 * sends.
 */
public final class CannedServer implements AutoCloseable {

  private static final int NEVER = 0;
  private static final HandshakeCertificates TLS = certificates();

  private final LocalServer server;
  private final String scheme;
  private final CannedResponse response;
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Map<String, List<String>> lastHeaders = Map.of();
  private final CountDownLatch closing = new CountDownLatch(1);

  /** The response that the server sends. */
  public record CannedResponse(int status, String body, Map<String, String> headers) {

    public CannedResponse(int status, String body) {
      this(status, body, Map.of());
    }
  }

  private CannedServer(String scheme, CannedResponse response) {
    this.scheme = scheme;
    this.response = response;
    this.server =
        scheme.equals("https")
            ? LocalServer.https("canned-server", "127.0.0.1", 0, TLS.sslContext(), this::handle)
            : LocalServer.http("canned-server", this::handle);
  }

  /** Returns a server that accepts every request and never responds. */
  public static CannedServer silent() {
    return http(new CannedResponse(NEVER, ""));
  }

  public static CannedServer http(CannedResponse response) {
    return new CannedServer("http", response);
  }

  public static CannedServer https(CannedResponse response) {
    return new CannedServer("https", response);
  }

  /** Returns a client's TLS context that trusts the https servers of this class. */
  public static SSLContext clientSslContext() {
    return TLS.sslContext();
  }

  public URI endpoint() {
    return URI.create(scheme + "://127.0.0.1:" + server.port());
  }

  /** Returns a header of the last request, or an empty string. */
  public String lastHeader(String name) {
    return lastHeaders.getOrDefault(name, List.of("")).get(0);
  }

  /** Returns the number of requests. */
  public int requests() {
    return requests.get();
  }

  @Override
  public void close() {
    closing.countDown();
    server.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.incrementAndGet();
      lastHeaders = exchange.getRequestHeaders();
      exchange.getRequestBody().readAllBytes();
      if (response.status() == NEVER) {
        closing.await();
        return;
      }
      response.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = response.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static HandshakeCertificates certificates() {
    HeldCertificate held =
        new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
    return new HandshakeCertificates.Builder()
        .heldCertificate(held)
        .addTrustedCertificate(held.certificate())
        .build();
  }
}
