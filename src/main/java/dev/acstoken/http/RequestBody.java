package dev.acstoken.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.azure.functions.HttpRequestMessage;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The JSON text of a request that may come without a body. */
final class RequestBody {

  private static final int MAX_BYTES = 8 * 1024;

  private RequestBody() {}

  /**
   * @return the text; empty if the request has no body
   * @throws ProblemException if there is a body and it cannot be read, or may be one
   */
  static Optional<String> json(HttpRequestMessage<Optional<String>> request) {
    Map<String, String> headers = request.getHeaders();
    // The Functions host hands over a chunked body as none, and none means "all scopes".
    if (headers.containsKey("transfer-encoding")) {
      throw new ProblemException(
          ProblemType.LENGTH_REQUIRED, "Send the body with a Content-Length, not chunked.");
    }
    Optional<String> body = request.getBody().filter(text -> !text.isEmpty());
    if (body.isEmpty()) {
      requireNoneAnnounced(headers);
      return body;
    }
    if (body.get().getBytes(UTF_8).length > MAX_BYTES) {
      throw new ProblemException(
          ProblemType.PAYLOAD_TOO_LARGE, "A body has at most " + MAX_BYTES + " bytes.");
    }
    if (!isJson(headers.getOrDefault("content-type", ""))) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json.");
    }
    return body;
  }

  private static void requireNoneAnnounced(Map<String, String> headers) {
    if (!headers.getOrDefault("content-length", "0").strip().matches("0+")) {
      throw ProblemException.invalid("The body did not arrive.");
    }
  }

  private static boolean isJson(String contentType) {
    String mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return mediaType.equals("application/json");
  }
}
