package dev.acstoken.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The response of an operation.
 *
 * @param status the HTTP status
 * @param content the body; empty if there is none
 * @param headers the headers that not every response has, by name
 */
public record Response(HttpStatus status, Optional<Content> content, Map<String, String> headers) {

  public static final Response NO_CONTENT =
      new Response(HttpStatus.NO_CONTENT, Optional.empty(), Map.of());

  public static final Response NOT_MODIFIED =
      new Response(HttpStatus.NOT_MODIFIED, Optional.empty(), Map.of());

  public Response {
    headers = Map.copyOf(headers);
  }

  public static Response ok(JsonBody body) {
    return of(HttpStatus.OK, body);
  }

  public static Response ok(String mediaType, String text) {
    return of(HttpStatus.OK, new Content(mediaType, text));
  }

  public static Response created(JsonBody body) {
    return of(HttpStatus.CREATED, body);
  }

  /** Returns status 201 if the request created the identity, or the guest, otherwise 200. */
  public static Response okOrCreated(boolean isNew, JsonBody body) {
    return isNew ? created(body) : ok(body);
  }

  static Response of(HttpStatus status, JsonBody body) {
    return of(status, new Content("application/json", body.toJson()));
  }

  static Response of(HttpStatus status, Content content) {
    return new Response(status, Optional.of(content), Map.of());
  }

  Response withHeader(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Response(status, content, more);
  }

  HttpResponseMessage render(HttpRequestMessage<?> request, String requestId) {
    // No response may be cached: tokens are secrets, and caches cannot tell when other data
    // changes.
    var response =
        request
            .createResponseBuilder(status)
            .header("cache-control", "no-store")
            .header("x-request-id", requestId);
    headers.forEach(response::header);
    content.ifPresent(
        body ->
            response
                .header("content-type", withCharset(body.mediaType()))
                .body(bytes(body.text())));
    return response.build();
  }

  private static String withCharset(String mediaType) {
    return mediaType + "; charset=utf-8";
  }

  // The host would send text as UTF-16 to a caller that accepts that charset.
  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** A body and its media type. */
  record Content(String mediaType, String text) {}
}
