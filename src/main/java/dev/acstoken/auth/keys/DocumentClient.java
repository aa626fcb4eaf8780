package dev.acstoken.auth.keys;

import static dev.acstoken.auth.keys.LinkedAddress.show;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.acstoken.identity.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.text.ParseException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the JSON documents of an issuer. It uses HTTP/1.1, because the JDK closes such a
 * connection after a time-out. A connection of HTTP/2 that the network has silently forgotten would
 * be used again and again.
 */
final class DocumentClient {

  private static final int MAX_BYTES = 2 * 1024 * 1024;
  private static final int MAX_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final HttpClient http;

  /**
   * Creates a client.
   *
   * @param http a client that does not follow redirects itself
   */
  DocumentClient(HttpClient http) {
    this.http = http;
  }

  /**
   * Fetches a document, which must be a JSON object.
   *
   * @param deadline the end of the time for the document, with all redirects
   */
  Map<String, Object> fetch(URI address, Deadline deadline)
      throws FetchException, InterruptedException {
    URI current = address;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      try {
        var response = http.send(request(current, deadline), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
          if (!REDIRECTS.contains(response.statusCode())) {
            return parse(current, read(current, response, body, deadline));
          }
        }
        current = LinkedAddress.ofRedirect(current, location(current, response));
      } catch (IOException e) {
        throw new FetchException(show(current) + " " + explain(e, deadline));
      }
    }
    throw new FetchException(show(address) + " redirects more than " + MAX_REDIRECTS + " times.");
  }

  private static HttpRequest request(URI address, Deadline deadline) throws IOException {
    Duration rest = deadline.remaining();
    if (rest.isZero()) {
      throw new HttpTimeoutException("No time is left for the request.");
    }
    return HttpRequest.newBuilder(URI.create(address.toASCIIString()))
        .version(HttpClient.Version.HTTP_1_1)
        .timeout(rest)
        .header("Accept", "application/json, application/jwk-set+json")
        .header("Accept-Encoding", "gzip")
        .header("User-Agent", "acs-token-endpoint")
        .build();
  }

  private static String location(URI address, HttpResponse<?> response) throws FetchException {
    return response
        .headers()
        .firstValue("location")
        .orElseThrow(() -> new FetchException(show(address) + " redirects without an address."));
  }

  private static String read(
      URI address, HttpResponse<?> response, InputStream body, Deadline deadline)
      throws IOException, FetchException {
    if (response.statusCode() != 200) {
      throw new FetchException(
          show(address) + " responded with status " + response.statusCode() + ".");
    }
    closeInTime(body, deadline);
    byte[] bytes = decode(address, response, body).readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new FetchException(show(address) + " has more than " + MAX_BYTES + " bytes.");
    }
    return new String(bytes, UTF_8);
  }

  // Servers compress without being asked, too.
  private static InputStream decode(URI address, HttpResponse<?> response, InputStream body)
      throws IOException, FetchException {
    String encoding = response.headers().firstValue("content-encoding").orElse("identity");
    return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
      case "gzip", "x-gzip" -> new GZIPInputStream(body);
      case "identity", "" -> body;
      default ->
          throw new FetchException(
              show(address) + " has the unsupported encoding " + show(encoding) + ".");
    };
  }

  private static Map<String, Object> parse(URI address, String text) throws FetchException {
    try {
      return requireObject(
          JSONObjectUtils.parse(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text));
    } catch (ParseException | RuntimeException e) {
      // For some documents, such as "null", the parser throws other exceptions than it declares.
      throw new FetchException(show(address) + " is not a JSON object.");
    }
  }

  private static Map<String, Object> requireObject(@Nullable Map<String, Object> parsed)
      throws ParseException {
    if (parsed == null) {
      throw new ParseException("null", 0);
    }
    return parsed;
  }

  // The timeout of a request covers the headers only. A body could stall forever.
  private static void closeInTime(InputStream body, Deadline deadline) {
    CompletableFuture.delayedExecutor(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)
        .execute(
            () -> {
              try {
                body.close();
              } catch (IOException e) {
                // The thread that reads the body fails and reports it.
              }
            });
  }

  /** Returns what happened, as the rest of a sentence that begins with the address. */
  private static String explain(IOException e, Deadline deadline) {
    if (e instanceof HttpTimeoutException || deadline.hasPassed()) {
      return "did not respond in time.";
    }
    if (e instanceof ConnectException) {
      return e.getCause() instanceof ConnectException cause
              && cause.getCause() instanceof UnresolvedAddressException
          ? "has a host name that cannot be resolved."
          : "cannot be reached: the connection was refused or is not possible.";
    }
    if (e instanceof SSLException) {
      return "cannot be reached: the TLS handshake failed, or its certificate is not trusted.";
    }
    return e instanceof ZipException || e instanceof EOFException
        ? "has a body that is not valid gzip."
        : "closed the connection before its response was complete.";
  }
}
