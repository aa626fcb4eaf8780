package dev.acstoken.azure.table;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.util.DateTimeRfc1123;
import com.azure.data.tables.models.TableEntity;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Computes the time between the last write of a row and the response that contains it. */
final class RowAge {

  private RowAge() {}

  /**
   * Returns a lower bound of the age. Both times are the table's. The Date header has no fraction
   * of a second, so the row is at least this old.
   *
   * @param headers the headers of the response
   */
  static Duration of(TableEntity row, HttpHeaders headers) {
    OffsetDateTime written = row.getTimestamp();
    Optional<OffsetDateTime> read = date(headers.getValue(HttpHeaderName.DATE));
    return written == null || read.filter(written::isBefore).isEmpty()
        ? Duration.ZERO
        : Duration.between(written, read.get());
  }

  private static Optional<OffsetDateTime> date(@Nullable String header) {
    try {
      return Optional.ofNullable(header).map(text -> new DateTimeRfc1123(text).getDateTime());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
