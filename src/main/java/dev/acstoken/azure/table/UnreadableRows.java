package dev.acstoken.azure.table;

import com.azure.data.tables.models.TableEntity;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows that this process could not read, because a column has a value that this version
 * does not know. A later version may have written it, so nothing is written to such a row.
 */
public final class UnreadableRows {

  private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
  private static final int MAX_SHOWN = 64;

  private final AtomicInteger count = new AtomicInteger();

  /** Returns how often a row could not be read since this process started. */
  int count() {
    return count.get();
  }

  /** Returns the same for people. */
  public String note() {
    return count() + " reads met a row of another version since this instance started";
  }

  /** Counts a row, and returns the failure of the request that needs it. */
  ServiceException found(TableEntity row, String column, @Nullable Object value) {
    count.incrementAndGet();
    return new ServiceException(
            ErrorCode.STORAGE_UNAVAILABLE,
            "Identity storage contains data of another version of this service.",
            RETRY_AFTER)
        .withLogMessage(
            "Row %s/%s: this version does not know the value %s of column %s. A later version may have written it."
                .formatted(row.getPartitionKey(), row.getRowKey(), shown(value), column));
  }

  // The log shows a value on one line, and not at any length.
  private static String shown(@Nullable Object value) {
    String text = String.valueOf(value);
    StringBuilder shown = new StringBuilder("\"");
    text.codePoints()
        .limit(MAX_SHOWN)
        .map(c -> c < ' ' || c > '~' || c == '"' ? '_' : c)
        .forEach(shown::appendCodePoint);
    return shown.append('"').toString();
  }
}
