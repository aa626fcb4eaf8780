package dev.acstoken.devhost;

import com.microsoft.azure.functions.HttpResponseMessage;
import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.Json;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A response as the Functions host sends it over HTTP. */
final class HostResponse {
  private static final String CONTENT_TYPE = "Content-Type";

  // The JDK's server reads these as lengths.
  private static final int NO_BODY = -1;
  private static final int CHUNKED = 0;

  private final int status;
  private final Map<String, String> headers;
  private final byte[] body;

  private HostResponse(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** Returns a response without a body, as the host itself sends it. */
  static HostResponse bare(int status) {
    return new HostResponse(status, Map.of(), new byte[0]);
  }

  /**
   * Returns a function's response. If the function returned null, this is an empty 200, as in the
   * host. Text is sent in the charset that the caller prefers, UTF-8 or UTF-16; bytes are sent as
   * they are.
   *
   * @param acceptCharset the request's header of this name; may be empty
   * @throws IllegalArgumentException for a response that the request's builder did not create,
   *     which the Java worker cannot send either, for a body that is neither text nor bytes, and
   *     for a body with a status that must not have one
   */
  static HostResponse of(@Nullable HttpResponseMessage message, String acceptCharset) {
    if (message == null) {
      return bare(200);
    }
    if (!(message instanceof WorkerResponse response)) {
      throw new IllegalArgumentException(
          "A response must be created by request.createResponseBuilder, but this one is a "
              + message.getClass().getName());
    }
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    response.headers().forEach(headers::putIfAbsent);
    var body = response.getBody();
    if (body instanceof byte[] bytes) {
      return withBody(response.getStatusCode(), headers, bytes);
    }
    if (body == null || body instanceof String) {
      var charset = charset(acceptCharset);
      headers.compute(
          CONTENT_TYPE, (name, own) -> withCharset(own == null ? "text/plain" : own, charset));
      var text = body == null ? "" : body.toString();
      return withBody(response.getStatusCode(), headers, text.getBytes(charset));
    }
    throw new IllegalArgumentException(
        "The development host sends only bodies of text or bytes, not "
            + body.getClass().getName());
  }

  // HttpProtocol.HandleNonBodyResponseWrite of dotnet/aspnetcore throws, too.
  private static HostResponse withBody(int status, Map<String, String> headers, byte[] body) {
    if (body.length > 0 && (status == 204 || status == 205 || status == 304)) {
      throw new IllegalArgumentException("A response with status " + status + " has a body.");
    }
    return new HostResponse(status, headers, body);
  }

  int status() {
    return status;
  }

  /** Returns the code of a problem; empty for any other response. */
  String problemCode() {
    return headers.getOrDefault(CONTENT_TYPE, "").startsWith("application/problem+json")
        ? Json.object(body).map(problem -> problem.get("code")).map(String::valueOf).orElse("")
        : "";
  }

  /**
   * Sends this response. A body is chunked and has no {@code Content-Length}, because the host does
   * not know its length when it sends the headers. Source: {@code
   * HttpProtocol.CreateResponseHeaders} of dotnet/aspnetcore.
   */
  void send(HttpExchange exchange, Map<String, String> customHeaders) throws IOException {
    var sent = exchange.getResponseHeaders();
    headers.forEach(sent::set);
    customHeaders.forEach((name, value) -> sent.putIfAbsent(name, List.of(value)));
    boolean bodiless = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, bodiless ? NO_BODY : CHUNKED);
    if (!bodiless) {
      exchange.getResponseBody().write(body);
    }
  }

  /**
   * Sends this response as the web server of the Functions host does for a request that it cannot
   * parse: without custom headers, and as the last one of the connection.
   */
  void sendAndHangUp(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Connection", "close");
    send(exchange, Map.of());
  }

  // ASP.NET Core's text formatter knows these two. Unlike there, the order of the list decides, and
  // weights are ignored.
  private static Charset charset(String acceptCharset) {
    var accepted = acceptCharset.toLowerCase(Locale.ROOT);
    int utf16 = accepted.indexOf("utf-16");
    int utf8 = accepted.indexOf("utf-8");
    return utf16 >= 0 && (utf8 < 0 || utf16 < utf8)
        ? StandardCharsets.UTF_16LE
        : StandardCharsets.UTF_8;
  }

  /** Adds the charset, as ASP.NET Core's text formatter does if the function did not. */
  private static String withCharset(String contentType, Charset charset) {
    var name = charset.equals(StandardCharsets.UTF_8) ? "utf-8" : "utf-16";
    return contentType.toLowerCase(Locale.ROOT).contains("charset=")
        ? contentType
        : contentType + "; charset=" + name;
  }
}
