package dev.acstoken.functions;

import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import java.util.Optional;

/**
 * What an operation answers when it did what it was asked.
 *
 * @param status the HTTP status
 * @param content the body, if there is one
 */
record Reply(HttpStatus status, Optional<Content> content) {

  static final Reply NO_CONTENT = new Reply(HttpStatus.NO_CONTENT, Optional.empty());

  static Reply of(HttpStatus status, JsonBody body) {
    return new Reply(status, Optional.of(new Content("application/json", body.toJson())));
  }

  static Reply ok(String mediaType, String text) {
    return new Reply(HttpStatus.OK, Optional.of(new Content(mediaType, text)));
  }

  /** 201 if the request brought the user's identity into being, otherwise 200. */
  static Reply okOrCreated(boolean identityIsNew, JsonBody body) {
    return of(identityIsNew ? HttpStatus.CREATED : HttpStatus.OK, body);
  }

  // Nothing here is for a cache: tokens are secrets, and the rest changes when they do.
  HttpResponseMessage render(HttpRequestMessage<?> request, String requestId) {
    var response =
        request
            .createResponseBuilder(status)
            .header("cache-control", "no-store")
            .header("x-request-id", requestId);
    content.ifPresent(it -> response.header("content-type", it.mediaType()).body(it.text()));
    return response.build();
  }

  private record Content(String mediaType, String text) {}
}
