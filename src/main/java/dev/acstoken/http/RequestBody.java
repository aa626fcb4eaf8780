package dev.acstoken.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import com.microsoft.azure.functions.HttpRequestMessage;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the JSON body of a request, which may be absent. */
final class RequestBody {

  private static final int MAX_BYTES = 8 * 1024;

  private RequestBody() {}

  /**
   * Reads the fields of the JSON object in the body. They all stay absent if the request has no
   * body or its body is {@code null}, which many clients send for an optional body.
   *
   * @param allowed every field that the object may have
   * @throws ServiceException if the body is malformed, too large or not JSON, has another field or
   *     a value that is refused, or if the headers announce a body that the Functions host did not
   *     pass on; the detail names the mistakes of all fields
   */
  static void read(HttpRequestMessage<Optional<String>> request, BodyField<?>... allowed) {
    Optional<String> text = text(request);
    if (text.isEmpty()) {
      return;
    }
    try (JsonReader json = JsonProviders.createReader(text.get())) {
      readDocument(json, List.of(allowed));
    } catch (IOException e) {
      throw new ServiceException(ErrorCode.INVALID_REQUEST, "The body is not well-formed JSON.", e);
    }
  }

  private static void readDocument(JsonReader json, List<BodyField<?>> allowed) throws IOException {
    JsonToken start = json.nextToken();
    if (start != JsonToken.NULL) {
      require(start == JsonToken.START_OBJECT, "The body must be a JSON object.");
      readFields(json, allowed);
    }
    require(
        json.nextToken() == JsonToken.END_DOCUMENT, "The body must contain only one JSON object.");
  }

  /**
   * Reads the fields of an object that is the value of a field.
   *
   * @param json stands on the start of the object
   * @param allowed every field that the object may have
   * @throws ServiceException if the object has another field or a value that is refused
   */
  static void readFields(JsonReader json, BodyField<?>... allowed) throws IOException {
    readFields(json, List.of(allowed));
  }

  private static void readFields(JsonReader json, List<BodyField<?>> allowed) throws IOException {
    Set<String> mistakes = new LinkedHashSet<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.getFieldName();
      json.nextToken();
      JsonReader value = valueOf(json);
      try {
        read(value, name, allowed);
      } catch (ServiceException e) {
        mistakes.add(e.detail());
      }
    }
    require(mistakes.isEmpty(), String.join(" ", mistakes));
  }

  private static void read(JsonReader value, String name, List<BodyField<?>> allowed)
      throws IOException {
    BodyField<?> field =
        allowed.stream()
            .filter(it -> it.name().equals(name))
            .findAny()
            .orElseThrow(() -> invalid(unknownField(allowed)));
    require(!field.isRead(), "The field \"" + name + "\" appears twice.");
    field.read(value);
  }

  /**
   * Returns a reader that stands on the first token of a value. An array or an object has a reader
   * of its own, because a refusal in the middle of it leaves its reader there.
   */
  private static JsonReader valueOf(JsonReader json) throws IOException {
    if (!json.isStartArrayOrObject()) {
      return json;
    }
    JsonReader value = JsonProviders.createReader(json.readChildren());
    value.nextToken();
    return value;
  }

  private static String unknownField(List<BodyField<?>> allowed) {
    List<String> names = allowed.stream().map(field -> '"' + field.name() + '"').toList();
    String last = names.get(names.size() - 1);
    return names.size() == 1
        ? "Unknown field. The only allowed field is " + last + '.'
        : "Unknown field. Allowed fields are "
            + String.join(", ", names.subList(0, names.size() - 1))
            + " and "
            + last
            + '.';
  }

  /**
   * Checks a condition that the body must meet.
   *
   * @throws ServiceException with the detail if it is not met
   */
  static void require(boolean isMet, String detail) {
    if (!isMet) {
      throw invalid(detail);
    }
  }

  static ServiceException invalid(String detail) {
    return new ServiceException(ErrorCode.INVALID_REQUEST, detail);
  }

  private static Optional<String> text(HttpRequestMessage<Optional<String>> request) {
    Map<String, String> headers = request.getHeaders();
    // The Functions host drops a chunked body, and a request without a body means "all scopes".
    if (headers.containsKey("transfer-encoding")) {
      throw new ServiceException(
          ErrorCode.LENGTH_REQUIRED, "Send the body with a Content-Length, not chunked.");
    }
    Optional<String> body = request.getBody().filter(text -> !text.isEmpty());
    if (body.isEmpty()) {
      requireNoneAnnounced(headers);
      return body;
    }
    if (body.get().getBytes(UTF_8).length > MAX_BYTES) {
      throw new ServiceException(
          ErrorCode.PAYLOAD_TOO_LARGE, "The body must not exceed " + MAX_BYTES + " bytes.");
    }
    if (!isJson(headers.getOrDefault("content-type", ""))) {
      throw new ServiceException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "Send the body as JSON with the Content-Type application/json.");
    }
    return body;
  }

  private static void requireNoneAnnounced(Map<String, String> headers) {
    require(
        headers.getOrDefault("content-length", "0").strip().matches("0+"),
        "The body is empty although Content-Length announces one.");
  }

  private static boolean isJson(String contentType) {
    String mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return mediaType.equals("application/json");
  }
}
