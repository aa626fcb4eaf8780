package dev.acstoken.http;

import com.azure.json.JsonWriter;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import dev.acstoken.health.HealthChecks;
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
 * @param reason why it failed, if the code does not say enough
 * @param report what a response of Health would say if the service were healthy; empty for other
 *     operations
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457, Problem Details for HTTP APIs</a>
 */
record Problem(
    ErrorCode code,
    String detail,
    String requestId,
    Optional<Duration> retryAfter,
    Optional<String> challenge,
    Optional<String> claims,
    Optional<String> reason,
    Optional<JsonBody> report)
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
        e.code(),
        e.detail(),
        requestId,
        retryAfter,
        BearerChallenge.of(e),
        e.claims(),
        e.reason(),
        Optional.empty());
  }

  /** Returns the problem of a service that is not healthy. */
  static Problem unhealthy(ErrorCode code, String detail, JsonBody report, String requestId) {
    return new Problem(
        code,
        detail,
        requestId,
        Optional.of(HealthChecks.CACHE_TTL),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(report));
  }

  HttpStatus status() {
    return ProblemStatus.of(code);
  }

  Response toResponse() {
    Response response =
        Response.of(status(), new Response.Content("application/problem+json", toJson()));
    if (retryAfter.isPresent()) {
      response = response.withHeader("retry-after", "" + wholeSeconds(retryAfter.get()));
    }
    if (challenge.isPresent()) {
      response = response.withHeader("www-authenticate", challenge.get());
    }
    return response;
  }

  HttpResponseMessage render(HttpRequestMessage<?> request) {
    return toResponse().render(request, requestId);
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
    if (reason.isPresent()) {
      json.writeStringField("reason", reason.get());
    }
    // Nested, because RFC 9457 has members of the same names.
    if (report.isPresent()) {
      json.writeStartObject("report");
      report.get().writeFields(json);
      json.writeEndObject();
    }
  }
}
