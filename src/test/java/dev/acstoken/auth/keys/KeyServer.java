package dev.acstoken.auth.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.LocalServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A server of an issuer on loopback, which publishes what a test scripts. */
final class KeyServer implements AutoCloseable {

  static final String METADATA = "/.well-known/openid-configuration";
  static final String KEYS = "/jwks";

  private static final HandshakeCertificates TLS = certificates();

  private final String scheme;
  private final LocalServer server;
  private final Map<String, Page> pages = new ConcurrentHashMap<>();
  private final Map<String, List<Map<String, List<String>>>> requests = new ConcurrentHashMap<>();
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /** The response at a path. */
  static final class Page {

    private final int status;
    private final byte[] body;
    private final Map<String, String> headers;

    Page(int status, byte[] body, Map<String, String> headers) {
      this.status = status;
      this.body = body;
      this.headers = headers;
    }

    /** Returns an empty response. */
    static Page status(int status) {
      return new Page(status, new byte[0], Map.of());
    }

    static Page json(String text) {
      return new Page(200, text.getBytes(UTF_8), Map.of());
    }

    static Page redirect(int status, String location) {
      return new Page(status, new byte[0], Map.of("Location", location));
    }

    static Page compressed(String text, String encoding) {
      var bytes = new ByteArrayOutputStream();
      try (var gzip = new GZIPOutputStream(bytes)) {
        gzip.write(text.getBytes(UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Page(200, bytes.toByteArray(), Map.of("Content-Encoding", encoding));
    }
  }

  private KeyServer(String scheme) {
    this.scheme = scheme;
    this.server =
        scheme.equals("https")
            ? LocalServer.https("key-server", "127.0.0.1", 0, TLS.sslContext(), this::respond)
            : LocalServer.http("key-server", this::respond);
    metadata("{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(uri(), uri() + KEYS));
  }

  static KeyServer http() {
    return new KeyServer("http");
  }

  static KeyServer https() {
    return new KeyServer("https");
  }

  /** Returns a client that trusts the certificate of {@link #https()}. */
  static HttpClient client() {
    return HttpClient.newBuilder().sslContext(TLS.sslContext()).build();
  }

  URI uri() {
    return URI.create(scheme + "://localhost:" + server.port());
  }

  /** Returns the location of its own metadata document. */
  KeyLocation location() {
    return KeyLocation.discovered(uri().toString());
  }

  void metadata(String text) {
    page(METADATA, Page.json(text));
  }

  void keys(JWK... keys) {
    page(KEYS, Page.json(new JWKSet(List.of(keys)).toString()));
  }

  void keySet(String text) {
    page(KEYS, Page.json(text));
  }

  void page(String path, Page page) {
    pages.put(path, page);
  }

  /** Responds to nothing until {@link #release()}. */
  void hold() {
    gate = new CountDownLatch(1);
  }

  void release() {
    gate.countDown();
  }

  /** Returns the number of requests for a path. */
  int requests(String path) {
    return requests.getOrDefault(path, List.of()).size();
  }

  /** Returns a header of the first request for a path, or an empty text. */
  String header(String path, String name) {
    return requests.getOrDefault(path, List.of()).get(0).getOrDefault(name, List.of("")).get(0);
  }

  @Override
  public void close() {
    release();
    server.close();
  }

  private void respond(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests
        .computeIfAbsent(path, unused -> new CopyOnWriteArrayList<>())
        .add(Map.copyOf(exchange.getRequestHeaders()));
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    Page page = pages.getOrDefault(path, Page.status(404));
    page.headers.forEach(exchange.getResponseHeaders()::set);
    try (exchange) {
      exchange.sendResponseHeaders(page.status, page.body.length == 0 ? -1 : page.body.length);
      exchange.getResponseBody().write(page.body);
    }
  }

  private static HandshakeCertificates certificates() {
    var held = new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    return new HandshakeCertificates.Builder()
        .heldCertificate(held)
        .addTrustedCertificate(held.certificate())
        .build();
  }
}
