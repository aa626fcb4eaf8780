package dev.acstoken.providers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.acstoken.emulator.server.LoopbackHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * A server that publishes the documents of all providers under their real names. HTTP clients reach
 * it through a proxy, so no name is resolved and nothing leaves this machine.
 */
public final class ProviderImitation implements AutoCloseable {

  private final Map<String, String> documents = new HashMap<>();
  private final HeldCertificate certificate;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpsServer server;
  private final TunnelProxy proxy;
  private final SSLContext clientTls;

  /**
   * Starts the server.
   *
   * @param other the certificate of the other server that the clients trust
   */
  public ProviderImitation(List<Provider> providers, X509Certificate other) {
    providers.forEach(provider -> provider.documents().forEach(this::publish));
    certificate = certificate(documents.keySet());
    server = start();
    proxy = new TunnelProxy(server.getAddress());
    clientTls =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(certificate.certificate())
            .addTrustedCertificate(other)
            .build()
            .sslContext();
  }

  private void publish(String url, String document) {
    String other = documents.putIfAbsent(withoutPort(url), document);
    if (other != null && !other.equals(document)) {
      throw new IllegalArgumentException("Two providers publish different documents at " + url);
    }
  }

  private static String withoutPort(String url) {
    return url.replaceFirst(":443/", "/");
  }

  private static HeldCertificate certificate(Set<String> urls) {
    var builder = new HeldCertificate.Builder().commonName("Identity providers");
    urls.stream()
        .map(url -> URI.create(url).getHost())
        .distinct()
        .forEach(builder::addSubjectAlternativeName);
    return builder.build();
  }

  private HttpsServer start() {
    try {
      var https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      https.setHttpsConfigurator(
          new HttpsConfigurator(
              new HandshakeCertificates.Builder()
                  .heldCertificate(certificate)
                  .build()
                  .sslContext()));
      https.setExecutor(threads);
      https.createContext("/", this::respond);
      https.start();
      return https;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void respond(HttpExchange exchange) throws IOException {
    try (exchange) {
      String host = exchange.getRequestHeaders().getFirst("Host");
      String document = documents.get(withoutPort("https://" + host + exchange.getRequestURI()));
      byte[] body = (document == null ? "{}" : document).getBytes(UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(document == null ? 404 : 200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /**
   * Returns a client builder that reaches loopback addresses directly, and all other names through
   * the proxy.
   */
  public HttpClient.Builder connections() {
    return HttpClient.newBuilder().sslContext(clientTls).proxy(new NotForLoopback());
  }

  @Override
  public void close() {
    proxy.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private final class NotForLoopback extends ProxySelector {

    @Override
    public List<Proxy> select(URI uri) {
      return LoopbackHost.matches(uri.getHost())
          ? List.of(Proxy.NO_PROXY)
          : List.of(new Proxy(Proxy.Type.HTTP, proxy.address()));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException e) {}
  }
}
