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

/** A server on loopback with one answer for everything, for what no emulator would say. */
public final class CannedServer implements AutoCloseable {

  private static final int NEVER = 0;
  private static final HandshakeCertificates TLS = certificates();

  private final LocalServer server;
  private final String scheme;
  private final CannedResponse answer;
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Map<String, List<String>> lastHeaders = Map.of();
  private final CountDownLatch closing = new CountDownLatch(1);

  /** What the server says. */
  public record CannedResponse(int status, String body, Map<String, String> headers) {

    public CannedResponse(int status, String body) {
      this(status, body, Map.of());
    }
  }

  private CannedServer(String scheme, CannedResponse answer) {
    this.scheme = scheme;
    this.answer = answer;
    this.server =
        scheme.equals("https")
            ? LocalServer.https("canned-server", "127.0.0.1", 0, TLS.sslContext(), this::handle)
            : LocalServer.http("canned-server", this::handle);
  }

  /** A server that takes every request and answers none. */
  public static CannedServer silent() {
    return http(new CannedResponse(NEVER, ""));
  }

  public static CannedServer http(CannedResponse answer) {
    return new CannedServer("http", answer);
  }

  public static CannedServer https(CannedResponse answer) {
    return new CannedServer("https", answer);
  }

  /** A client's TLS context that trusts the https servers of this class. */
  public static SSLContext clientSslContext() {
    return TLS.sslContext();
  }

  public URI endpoint() {
    return URI.create(scheme + "://127.0.0.1:" + server.port());
  }

  /** A header of the last request, empty if it had none. */
  public String lastHeader(String name) {
    return lastHeaders.getOrDefault(name, List.of("")).get(0);
  }

  /** How often it was asked. */
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
      if (answer.status() == NEVER) {
        closing.await();
        return;
      }
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      byte[] body = answer.body().getBytes(UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
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
