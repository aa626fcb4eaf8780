package dev.acstoken.http;

import com.azure.json.JsonWriter;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The problem details that a caller gets when a request fails.
 *
 * @param code the error
 * @param detail the explanation of this failure, written for the caller
 * @param requestId the id of this request in the log
 * @param retryAfter how long to wait before a retry; empty if a retry cannot help
 * @param challenge the WWW-Authenticate header; empty unless another bearer token is needed
 * @param claims the claims request with which the user can sign in again, a JSON object; empty if
 *     there is none
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457, Problem Details for HTTP APIs</a>
 */
record Problem(
    ErrorCode code,
    String detail,
    String requestId,
    Optional<Duration> retryAfter,
    Optional<String> challenge,
    Optional<String> claims)
    implements JsonBody {

  private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(2);

  /**
   * Translates an exception or error. Only text that was written for callers appears in the
   * problem.
   */
  static Problem of(Throwable e, String requestId) {
    return e instanceof ServiceException failure
        ? of(failure, requestId)
        : new Problem(
            ErrorCode.INTERNAL_ERROR,
            "Unexpected error. Quote the requestId when you report it.",
            requestId,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
  }

  private static Problem of(ServiceException e, String requestId) {
    Optional<Duration> retryAfter =
        e.code().category().isRetryable()
            ? e.retryAfter().or(() -> Optional.of(DEFAULT_RETRY_AFTER))
            : e.retryAfter();
    return new Problem(
        e.code(), e.detail(), requestId, retryAfter, BearerChallenge.of(e), e.claims());
  }

  HttpStatus status() {
    return ProblemStatus.of(code);
  }

  HttpResponseMessage render(HttpRequestMessage<?> request) {
    var response =
        Response.builder(request, status(), requestId)
            .header("content-type", Response.withCharset("application/problem+json"));
    retryAfter.ifPresent(wait -> response.header("retry-after", "" + wholeSeconds(wait)));
    challenge.ifPresent(value -> response.header("www-authenticate", value));
    return response.body(Response.bytes(toJson())).build();
  }

  private static long wholeSeconds(Duration wait) {
    return Math.max(1, wait.plusMillis(999).toSeconds());
  }

  @Override
  public void writeFields(JsonWriter json) throws IOException {
    // The type is a URN because it is a name, not an address to open.
    json.writeStringField("type", "urn:acs-token-endpoint:problem:" + code.code())
        .writeStringField("title", code.title())
        .writeIntField("status", status().value())
        .writeStringField("detail", detail)
        .writeStringField("code", code.code())
        .writeBooleanField("retryable", code.category().isRetryable())
        .writeStringField("requestId", requestId);
    // A browser hides the header from pages of other origins unless it is exposed, and proxies
    // replace it.
    if (retryAfter.isPresent()) {
      json.writeLongField("retryAfterSeconds", wholeSeconds(retryAfter.get()));
    }
    if (claims.isPresent()) {
      json.writeStringField("claims", claims.get());
    }
  }
}
