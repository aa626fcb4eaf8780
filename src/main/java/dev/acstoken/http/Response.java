package dev.acstoken.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import java.util.Optional;

/**
 * The response of a successful operation.
 *
 * @param status the HTTP status
 * @param content the body; empty if there is none
 * @param entityTag the tag for later conditional changes; empty if there is none
 */
public record Response(HttpStatus status, Optional<Content> content, Optional<String> entityTag) {

  public static final Response NO_CONTENT =
      new Response(HttpStatus.NO_CONTENT, Optional.empty(), Optional.empty());

  static final Response NOT_MODIFIED =
      new Response(HttpStatus.NOT_MODIFIED, Optional.empty(), Optional.empty());

  public static Response ok(JsonBody body) {
    return of(HttpStatus.OK, body);
  }

  public static Response ok(String mediaType, String text) {
    return of(HttpStatus.OK, new Content(mediaType, text));
  }

  /** Returns status 201 if the request created the user's identity, otherwise 200. */
  public static Response okOrCreated(boolean identityIsNew, JsonBody body) {
    return of(identityIsNew ? HttpStatus.CREATED : HttpStatus.OK, body);
  }

  static Response of(HttpStatus status, JsonBody body) {
    return of(status, new Content("application/json", body.toJson()));
  }

  private static Response of(HttpStatus status, Content content) {
    return new Response(status, Optional.of(content), Optional.empty());
  }

  Response withEntityTag(String tag) {
    return new Response(status, content, Optional.of(tag));
  }

  HttpResponseMessage render(HttpRequestMessage<?> request, String requestId) {
    var response = builder(request, status, requestId);
    entityTag.ifPresent(tag -> response.header("etag", tag));
    content.ifPresent(
        body ->
            response
                .header("content-type", withCharset(body.mediaType()))
                .body(bytes(body.text())));
    return response.build();
  }

  static String withCharset(String mediaType) {
    return mediaType + "; charset=utf-8";
  }

  /** Returns a body. The host would send text as UTF-16 to a caller that accepts that charset. */
  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** Returns a builder with the headers that all responses have, including problems. */
  // No response may be cached: tokens are secrets, and caches cannot tell when other data changes.
  static HttpResponseMessage.Builder builder(
      HttpRequestMessage<?> request, HttpStatus status, String requestId) {
    return request
        .createResponseBuilder(status)
        .header("cache-control", "no-store")
        .header("x-request-id", requestId);
  }

  /** A body and its media type. */
  record Content(String mediaType, String text) {}
}
