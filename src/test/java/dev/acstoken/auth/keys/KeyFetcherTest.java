package dev.acstoken.auth.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.auth.keys.KeyServer.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies which documents of an issuer are accepted, how they are fetched, and what is reported.
 */
@Timeout(60)
class KeyFetcherTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final FetchTimeouts TIMEOUTS = new FetchTimeouts(TIMEOUT, TIMEOUT);

  private final KeyServer server = KeyServer.http();
  private final KeyServer secure = KeyServer.https();
  private final String keySet = "{\"keys\":[" + SigningKey.create().published("a") + "]}";

  @BeforeEach
  void publish() {
    server.keySet(keySet);
    secure.keySet(keySet);
  }

  @AfterEach
  void close() {
    server.close();
    secure.close();
  }

  @Test
  void fetchesTheKeySetThatTheMetadataNames() throws Exception {
    assertEquals(1, fetch(server).size());
    assertEquals(1, fetch(secure).size());
  }

  @Test
  void asksForJsonAndNamesItself() throws Exception {
    fetch(server);

    for (String path : new String[] {KeyServer.METADATA, KeyServer.KEYS}) {
      assertEquals("application/json, application/jwk-set+json", server.header(path, "Accept"));
      assertEquals("gzip", server.header(path, "Accept-encoding"));
      assertEquals("acs-token-endpoint", server.header(path, "User-agent"));
      assertEquals("", server.header(path, "Upgrade"), "HTTP/2 is not asked for");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void followsRedirectsOfBothDocuments(int status) throws Exception {
    secure.page("/m", secureMetadata());
    secure.page(KeyServer.METADATA, Page.redirect(status, secure.uri() + "/m"));
    secure.page("/k", Page.json(keySet));
    secure.page(KeyServer.KEYS, Page.redirect(status, "k"));

    assertEquals(1, fetch(secure).size());
    assertEquals(1, secure.requests("/k"));
  }

  @Test
  void followsRedirectsFromLoopbackToLoopbackAndToHttps() throws Exception {
    try (var other = KeyServer.http()) {
      other.keySet(keySet);
      server.page(KeyServer.KEYS, Page.redirect(302, other.uri() + KeyServer.KEYS));
      assertEquals(1, fetch(server).size());
    }
    server.page(KeyServer.KEYS, Page.redirect(302, secure.uri() + KeyServer.KEYS));
    assertEquals(1, fetch(server).size());
  }

  @Test
  void doesNotFollowARedirectFromHttpsToHttp() {
    secure.page(KeyServer.KEYS, Page.redirect(302, server.uri() + KeyServer.KEYS + "?secret=1"));

    assertFails(
        secure,
        "%s/jwks redirects to %s/jwks, which is not https.".formatted(secure.uri(), server.uri()));
    assertEquals(0, server.requests(KeyServer.KEYS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://0.0.0.0/jwks",
        "http://idp.example/jwks",
        "http://localhost.example/jwks",
        "http://user@idp.example/jwks",
        "//idp.example/jwks",
        "ftp://localhost/jwks",
        "file:///jwks",
        "https:///jwks",
        "data:application/json;base64,e30"
      })
  void doesNotFollowARedirectToAnInsecureAddress(String address) {
    server.page(KeyServer.KEYS, Page.redirect(302, address));

    assertTrue(failure(server).endsWith(", which is not https."));
  }

  @Test
  void followsFiveRedirects() throws Exception {
    server.page("/5", Page.json(keySet));
    for (int i = 1; i < 5; i++) {
      server.page("/" + i, Page.redirect(302, "/" + (i + 1)));
    }
    server.page(KeyServer.KEYS, Page.redirect(302, "/1"));
    assertEquals(1, fetch(server).size());

    server.page("/5", Page.redirect(302, "/6"));
    server.page("/6", Page.json(keySet));
    assertFails(server, server.uri() + "/jwks redirects more than 5 times.");
  }

  @ParameterizedTest
  @CsvSource({
    "'', redirects without an address.",
    "'http://[', 'redirects to http://[, which is not an address.'",
  })
  void reportsARedirectWithoutAnAddress(String location, String reason) {
    server.page(
        KeyServer.KEYS, location.isEmpty() ? Page.status(302) : Page.redirect(302, location));

    assertFails(server, server.uri() + "/jwks " + reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "GZIP"})
  void decompresses(String encoding) throws Exception {
    server.page(KeyServer.KEYS, Page.compressed(keySet, encoding));

    assertEquals(1, fetch(server).size());
  }

  @Test
  void reportsOtherEncodings() {
    server.page(KeyServer.KEYS, new Page(200, new byte[1], Map.of("Content-Encoding", "br")));
    assertFails(server, server.uri() + "/jwks has the unsupported encoding br.");

    server.page(
        KeyServer.KEYS, new Page(200, keySet.getBytes(UTF_8), Map.of("Content-Encoding", "gzip")));
    assertFails(server, server.uri() + "/jwks has a body that is not valid gzip.");
  }

  @Test
  void readsTwoMebibytesAndNotMore() throws Exception {
    String padding = " ".repeat(2 * 1024 * 1024 - keySet.length());
    server.keySet(padding + keySet);
    assertEquals(1, fetch(server).size());

    server.keySet(padding + " " + keySet);
    assertFails(server, server.uri() + "/jwks has more than 2097152 bytes.");
    server.page(KeyServer.KEYS, Page.compressed(padding + " " + keySet, "gzip"));
    assertFails(server, server.uri() + "/jwks has more than 2097152 bytes.");
  }

  @Test
  void readsAKeySetOfAMegabyte() throws Exception {
    String key = SigningKey.create().published("a").toString();
    int count = 1_000_000 / key.length();
    server.keySet("{\"keys\":[" + (key + ",").repeat(count) + key + "]}");

    assertEquals(count + 1, fetch(server).size());
  }

  @Test
  void acceptsAByteOrderMark() throws Exception {
    server.keySet("\ufeff" + keySet);

    assertEquals(1, fetch(server).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[7]", "null", "7", "\"a\"", "<html>", "{\"keys\":", "{}}"})
  void reportsADocumentThatIsNotAnObject(String document) {
    server.keySet(document);
    assertFails(server, server.uri() + "/jwks is not a JSON object.");

    server.metadata(document);
    assertFails(server, server.uri() + KeyServer.METADATA + " is not a JSON object.");
  }

  @Test
  void reportsADeeplyNestedDocument() {
    server.keySet("{\"keys\":" + "[".repeat(500_000) + "]".repeat(500_000) + "}");

    assertFails(server, server.uri() + "/jwks is not a JSON object.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"keys\":7}", "{\"keys\":null}", "{\"keys\":{}}", "{\"Keys\":[]}"})
  void reportsADocumentThatIsNoKeySet(String document) {
    server.keySet(document);

    assertFails(server, server.uri() + "/jwks is not a key set, because it has no keys array.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"keys\":[]}|0", "{\"keys\":[7,{}]}|2"})
  void reportsAKeySetWithoutUsableKeys(String document, int keys) {
    server.keySet(document);

    var failure = assertThrows(FetchException.class, () -> fetch(server));

    assertEquals(FetchException.Kind.NO_USABLE_KEY, failure.kind());
    assertEquals(
        "The key set at %s/jwks has no usable key. Its %d keys cannot verify tokens."
            .formatted(server.uri(), keys),
        failure.reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"issuer\":7}", "{\"issuer\":null}", "{\"Issuer\":\"a\"}"})
  void reportsMetadataWithoutAnIssuer(String document) {
    server.metadata(document);

    assertFails(server, server.uri() + KeyServer.METADATA + " names no issuer.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/path", "x", " "})
  void reportsMetadataOfAnotherIssuer(String suffix) {
    server.metadata(
        "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/jwks\"}"
            .formatted(server.uri() + suffix, server.uri()));

    var failure = assertThrows(FetchException.class, () -> fetch(server));

    assertEquals(FetchException.Kind.OTHER_ISSUER, failure.kind());
    assertTrue(failure.reason().contains("names the issuer " + server.uri() + suffix + "."));
    assertEquals(0, server.requests(KeyServer.KEYS));
  }

  @Test
  void aReportCannotForgeALogLine() {
    server.metadata("{\"issuer\":\"a\\nSEVERE b\\u2028%s\"}".formatted("c".repeat(1000)));

    String reason = failure(server);

    assertTrue(reason.contains("names the issuer a?SEVERE b?ccc"), reason);
    assertFalse(reason.contains("c".repeat(201)), reason);
  }

  @ParameterizedTest
  @CsvSource({
    "http://0.0.0.0/jwks, not https",
    "http://idp.example/jwks?secret, not https",
    "ftp://localhost/jwks, not https",
    "file:///jwks, not https",
    "urn:jwks, not https",
    "/jwks, not a whole address",
    "jwks, not a whole address",
    "'', not a whole address",
    "http://idp example/jwks, not an address",
  })
  void doesNotFetchKeysFromAnInsecureAddress(String address, String reason) {
    server.metadata("{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(server.uri(), address));

    String failure = failure(server);

    assertTrue(failure.contains(" names the key set "), failure);
    assertTrue(failure.endsWith(", which is " + reason + "."), failure);
    assertFalse(failure.contains("secret"), failure);
  }

  @Test
  void metadataOverHttpsDoesNotNameAnAddressOverHttp() {
    secure.metadata(
        "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/jwks\"}".formatted(secure.uri(), server.uri()));

    assertTrue(failure(secure).endsWith(", which is not https."));
    assertEquals(0, server.requests(KeyServer.KEYS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"jwks_uri\":null", ",\"jwks_uri\":7"})
  void reportsMetadataWithoutAKeySet(String member) {
    server.metadata("{\"issuer\":\"" + server.uri() + "\"" + member + "}");

    assertFails(
        server,
        server.uri() + KeyServer.METADATA + " names no key set, because it has no text jwks_uri.");
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 401, 404, 406, 500, 503})
  void reportsAnotherStatus(int status) {
    server.page(KeyServer.METADATA, Page.status(status));

    assertFails(
        server, server.uri() + KeyServer.METADATA + " responded with status " + status + ".");
  }

  @Test
  void reportsASilentServer() {
    server.hold();

    assertEquals(
        server.uri() + KeyServer.METADATA + " did not respond in time.",
        failure(server.location(), SHORT));
  }

  @Test
  void reportsABodyThatStalls() throws Exception {
    try (var stalling = new RawServer(socket -> respond(socket, 100, "{"))) {
      assertEquals(
          stalling.uri() + " did not respond in time.",
          failure(new KeyLocation.KeySet(stalling.uri()), SHORT));
    }
  }

  @Test
  void reportsAnIncompleteBody() throws Exception {
    try (var hurried =
        new RawServer(
            socket -> {
              respond(socket, 100, "{");
              socket.close();
            })) {
      assertEquals(
          hurried.uri() + " closed the connection before its response was complete.",
          failure(new KeyLocation.KeySet(hurried.uri()), TIMEOUT));
    }
  }

  @Test
  void reportsThatAServerCannotBeReached() {
    assertEquals(
        "http://127.0.0.1:1/jwks cannot be reached: the connection was refused or is not possible.",
        failure(new KeyLocation.KeySet(URI.create("http://127.0.0.1:1/jwks?a")), TIMEOUT));
    assertEquals(
        "https://idp.invalid/jwks has a host name that cannot be resolved.",
        failure(new KeyLocation.KeySet(URI.create("https://idp.invalid/jwks")), TIMEOUT));
  }

  @Test
  void reportsAnUntrustedCertificate() {
    var untrusting = new KeyFetcher(secure.location(), HttpClient.newHttpClient());

    var failure = assertThrows(FetchException.class, () -> untrusting.fetch(TIMEOUTS));

    assertTrue(failure.reason().endsWith("or its certificate is not trusted."), failure::reason);
  }

  // The server responds once on each connection and then never again, like a network that has
  // forgotten the connection.
  @Test
  void aSilentConnectionCostsOneTimeout() throws Exception {
    var connections = new AtomicInteger();
    try (var forgetful =
        new RawServer(
            socket -> {
              connections.incrementAndGet();
              respond(socket, keySet.length(), keySet);
            })) {
      var fetcher = new KeyFetcher(new KeyLocation.KeySet(forgetful.uri()), KeyServer.client());
      assertEquals(1, fetcher.fetch(TIMEOUTS).size());

      assertThrows(FetchException.class, () -> fetcher.fetch(new FetchTimeouts(SHORT, TIMEOUT)));
      assertEquals(1, connections.get(), "the connection was used again");
      assertEquals(1, fetcher.fetch(TIMEOUTS).size());
      assertEquals(2, connections.get());
    }
  }

  /** A server that handles each connection once and leaves it open. */
  private static final class RawServer implements AutoCloseable {

    private final ServerSocket socket;

    RawServer(Handler handler) throws IOException {
      socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
      var thread = new Thread(() -> accept(handler), "raw-server");
      thread.setDaemon(true);
      thread.start();
    }

    URI uri() {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/jwks");
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }

    // The connections end with the process.
    private void accept(Handler handler) {
      try {
        while (true) {
          handler.handle(socket.accept());
        }
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }

    private interface Handler {
      void handle(Socket socket) throws IOException;
    }
  }

  private static void respond(Socket socket, int length, String body) throws IOException {
    socket.getInputStream().read(new byte[8192]);
    String head = "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n";
    socket.getOutputStream().write((head + body).getBytes(UTF_8));
    socket.getOutputStream().flush();
  }

  private Page secureMetadata() {
    return Page.json(
        "{\"issuer\":\"%s\",\"jwks_uri\":\"%s\"}".formatted(secure.uri(), secure.uri() + "/jwks"));
  }

  private static VerificationKeys fetch(KeyServer server) throws Exception {
    return new KeyFetcher(server.location(), KeyServer.client()).fetch(TIMEOUTS);
  }

  private static void assertFails(KeyServer server, String reason) {
    assertEquals(reason, failure(server));
  }

  private static String failure(KeyServer server) {
    return failure(server.location(), TIMEOUT);
  }

  private static String failure(KeyLocation location, Duration timeout) {
    var fetcher = new KeyFetcher(location, KeyServer.client());
    return assertThrows(
            FetchException.class, () -> fetcher.fetch(new FetchTimeouts(TIMEOUT, timeout)))
        .reason();
  }
}
