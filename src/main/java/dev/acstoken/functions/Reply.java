package dev.acstoken.functions;

import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import java.util.Optional;

/**
 * What an operation answers when it did what it was asked.
 *
 * @param status the HTTP status
 * @param body the body, if there is one
 * @param entityTag what a later change may be made to depend on
 */
record Reply(HttpStatus status, Optional<JsonBody> body, Optional<String> entityTag) {

  static final Reply NO_CONTENT =
      new Reply(HttpStatus.NO_CONTENT, Optional.empty(), Optional.empty());

  static Reply of(HttpStatus status, JsonBody body) {
    return new Reply(status, Optional.of(body), Optional.empty());
  }

  Reply withEntityTag(String tag) {
    return new Reply(status, body, Optional.of(tag));
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
    entityTag.ifPresent(it -> response.header("etag", it));
    body.ifPresent(it -> response.header("content-type", "application/json").body(it.toJson()));
    return response.build();
  }
}
