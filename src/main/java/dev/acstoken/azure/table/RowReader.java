package dev.acstoken.azure.table;

import com.azure.data.tables.models.TableEntity;
import dev.acstoken.identity.ServiceException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Reads the columns of a row. A column of an unknown type or value fails the read. */
final class RowReader {

  private final TableEntity row;
  private final UnreadableRows unreadable;

  RowReader(TableEntity row, UnreadableRows unreadable) {
    this.row = row;
    this.unreadable = unreadable;
  }

  boolean has(String column) {
    return row.getProperty(column) != null;
  }

  /**
   * Returns the text of a column.
   *
   * @throws ServiceException if the column is missing or is not a text
   */
  String text(String column) {
    return optionalText(column).orElseThrow(() -> unknown(column));
  }

  /** Returns the text of a column that may be missing. */
  Optional<String> optionalText(String column) {
    if (!has(column)) {
      return Optional.empty();
    }
    if (row.getProperty(column) instanceof String text) {
      return Optional.of(text);
    }
    throw unknown(column);
  }

  /**
   * Returns the time of a column.
   *
   * @throws ServiceException if the column is missing or is not a time
   */
  Instant time(String column) {
    if (row.getProperty(column) instanceof OffsetDateTime time) {
      return time.toInstant();
    }
    throw unknown(column);
  }

  /**
   * Returns the whole number of a column.
   *
   * @throws ServiceException if the column is missing or is not a whole number
   */
  int number(String column) {
    if (row.getProperty(column) instanceof Integer number) {
      return number;
    }
    throw unknown(column);
  }

  /** Returns the failure of a read that met an unknown value in a column. */
  ServiceException unknown(String column) {
    return unreadable.found(row, column, row.getProperty(column));
  }

  /** Returns the failure of a read that met an unknown form of row key. */
  ServiceException unknownKey() {
    return unreadable.found(row, "RowKey", row.getRowKey());
  }
}
