package dev.acstoken.azure.resilience;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Reads the Retry-After header of a failed call's response.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110, section 10.2.3</a>
 */
public final class RetryAfter {

  private RetryAfter() {}

  /** Returns the time to wait, never negative; empty without a response or a valid header. */
  public static Optional<Duration> of(RuntimeException e) {
    return e instanceof HttpResponseException response && response.getResponse() != null
        ? Optional.ofNullable(response.getResponse().getHeaderValue(HttpHeaderName.RETRY_AFTER))
            .flatMap(value -> value.matches("\\d{1,9}") ? seconds(value) : untilDate(value))
        : Optional.empty();
  }

  private static Optional<Duration> seconds(String value) {
    return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
  }

  private static Optional<Duration> untilDate(String value) {
    try {
      Instant date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(Instant.now(), date);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
