package dev.acstoken.azure.table;

import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import dev.acstoken.guests.EndSchedule.ScheduledEnd;
import dev.acstoken.guests.InvitationId;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Converts entries of the end schedule to table rows and back. Their keys begin with the time, so
 * that a query of a range of keys finds those that are due.
 */
final class ScheduledEndRow {

  static final String PARTITION = "endings";

  // Times in whole seconds have the same number of characters until the year 9999.
  private static final String SEPARATOR = "_";
  // The first text after all texts with a time and the separator.
  private static final String AFTER_SEPARATOR = "`";

  private ScheduledEndRow() {}

  static String rowOf(ScheduledEnd end) {
    return end.time() + SEPARATOR + end.invitation().value();
  }

  static TableEntity write(ScheduledEnd end) {
    return new TableEntity(PARTITION, rowOf(end));
  }

  static ScheduledEnd read(TableEntity entity, UnreadableRows unreadable) {
    return read(entity.getRowKey())
        .orElseThrow(() -> new RowReader(entity, unreadable).unknownKey());
  }

  private static Optional<ScheduledEnd> read(String key) {
    String[] parts = key.split(SEPARATOR, 2);
    try {
      Instant time = Instant.parse(parts[0]);
      return InvitationId.of(parts.length == 2 ? parts[1] : "")
          .map(invitation -> new ScheduledEnd(invitation, time));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  static ListEntitiesOptions dueAt(Instant now) {
    return new ListEntitiesOptions()
        .setFilter(
            "PartitionKey eq '%s' and RowKey lt '%s'"
                .formatted(PARTITION, now.truncatedTo(ChronoUnit.SECONDS) + AFTER_SEPARATOR));
  }
}
