package dev.acstoken.http;

import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import java.util.Optional;

/**
 * What an operation answers when it did what it was asked.
 *
 * @param status the HTTP status
 * @param content the body, if there is one
 * @param entityTag what a later change may be made to depend on
 */
public record Reply(HttpStatus status, Optional<Content> content, Optional<String> entityTag) {

  public static final Reply NO_CONTENT =
      new Reply(HttpStatus.NO_CONTENT, Optional.empty(), Optional.empty());

  public static Reply of(HttpStatus status, JsonBody body) {
    return of(status, new Content("application/json", body.toJson()));
  }

  public static Reply ok(String mediaType, String text) {
    return of(HttpStatus.OK, new Content(mediaType, text));
  }

  private static Reply of(HttpStatus status, Content content) {
    return new Reply(status, Optional.of(content), Optional.empty());
  }

  Reply withEntityTag(String tag) {
    return new Reply(status, content, Optional.of(tag));
  }

  /** 201 if the request brought the user's identity into being, otherwise 200. */
  public static Reply okOrCreated(boolean identityIsNew, JsonBody body) {
    return of(identityIsNew ? HttpStatus.CREATED : HttpStatus.OK, body);
  }

  // Nothing here is for a cache: tokens are secrets, and the rest changes when they do.
  HttpResponseMessage render(HttpRequestMessage<?> request, String requestId) {
    var response =
        request
            .createResponseBuilder(status)
            .header("cache-control", "no-store")
            .header("x-request-id", requestId);
    entityTag.ifPresent(it -> response.header("etag", it));
    content.ifPresent(it -> response.header("content-type", it.mediaType()).body(it.text()));
    return response.build();
  }

  /** A body and its media type. */
  record Content(String mediaType, String text) {}
}
