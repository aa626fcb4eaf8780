package dev.acstoken.functions;

import com.azure.json.JsonWriter;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import dev.acstoken.auth.AuthenticationException;
import dev.acstoken.identity.IdentityException;
import dev.acstoken.limits.RateLimitedException;
import dev.acstoken.settings.SettingsException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * A failure as the caller sees it.
 *
 * @param type which
 * @param detail what is wrong with this request, in the caller's terms
 * @param requestId what the log calls this request
 * @param retryAfter when trying again makes sense
 * @param challenge how to authenticate, if that is what is missing
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457, Problem Details for HTTP APIs</a>
 */
record Problem(
    ProblemType type,
    String detail,
    String requestId,
    Optional<Duration> retryAfter,
    Optional<String> challenge)
    implements JsonBody {

  private static final Duration DEFAULT_RETRY_AFTER = Duration.ofSeconds(2);

  /** What an exception means to the caller: its words only where they were written for them. */
  static Problem of(Exception e, String requestId) {
    if (e instanceof ProblemException it) {
      return of(it.type(), it.detail(), requestId);
    }
    if (e instanceof IdentityException it) {
      var problem = of(ProblemType.of(it.failure()), it.detail(), requestId);
      return it.retryAfter().map(problem::withRetryAfter).orElse(problem);
    }
    if (e instanceof AuthenticationException it) {
      return of(ProblemType.of(it.reason()), it.detail(), requestId)
          .withChallenge(BearerChallenge.of(it));
    }
    if (e instanceof RateLimitedException it) {
      return of(ProblemType.RATE_LIMITED, "You have used up your token requests.", requestId)
          .withRetryAfter(it.retryAfter());
    }
    if (e instanceof IOException) {
      return of(ProblemType.INVALID_REQUEST, "The body is not well-formed JSON.", requestId);
    }
    return e instanceof SettingsException
        ? of(ProblemType.MISCONFIGURED, "The service's log names the reason.", requestId)
        : of(ProblemType.INTERNAL_ERROR, "The service's log tells more by requestId.", requestId);
  }

  private static Problem of(ProblemType type, String detail, String requestId) {
    return new Problem(
        type,
        detail,
        requestId,
        type.isRetryable() ? Optional.of(DEFAULT_RETRY_AFTER) : Optional.empty(),
        Optional.empty());
  }

  private Problem withRetryAfter(Duration pause) {
    return new Problem(type, detail, requestId, Optional.of(pause), challenge);
  }

  private Problem withChallenge(Optional<String> value) {
    return new Problem(type, detail, requestId, retryAfter, value);
  }

  HttpResponseMessage render(HttpRequestMessage<?> request) {
    var response =
        request
            .createResponseBuilder(HttpStatus.valueOf(type.status()))
            .header("content-type", "application/problem+json")
            .header("cache-control", "no-store")
            .header("x-request-id", requestId);
    retryAfter.ifPresent(pause -> response.header("retry-after", wholeSeconds(pause)));
    challenge.ifPresent(value -> response.header("www-authenticate", value));
    return response.body(toJson()).build();
  }

  private static String wholeSeconds(Duration pause) {
    return Long.toString(Math.max(1, pause.plusMillis(999).toSeconds()));
  }

  @Override
  public void writeFields(JsonWriter json) throws IOException {
    json.writeStringField("type", type.uri())
        .writeStringField("title", type.title())
        .writeIntField("status", type.status())
        .writeStringField("detail", detail)
        .writeStringField("code", type.code())
        .writeBooleanField("retryable", type.isRetryable())
        .writeStringField("requestId", requestId);
  }
}
