package dev.acstoken.azure.table;

import com.azure.data.tables.models.TableEntity;
import dev.acstoken.guests.EndSchedule;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The end schedule in a partition of a table of Azure Table Storage. */
final class TableEndSchedule implements EndSchedule {

  // Further entries wait for the next run of recovery.
  private static final int MAX_DUE = 500;

  private final Table table;
  private final UnreadableRows unreadable;

  TableEndSchedule(Table table, UnreadableRows unreadable) {
    this.table = table;
    this.unreadable = unreadable;
  }

  @Override
  public void add(ScheduledEnd end, RequestContext context) {
    var unused = table.upsert(ScheduledEndRow.write(end), context);
  }

  // The table returns the rows in the order of their keys.
  @Override
  public List<ScheduledEnd> findDue(Instant now, RequestContext context) {
    return table.list(ScheduledEndRow.dueAt(now), MAX_DUE, context).stream()
        .flatMap(row -> read(row, context).stream())
        .toList();
  }

  // An entry that cannot be read stays for a version that can, and does not stop the others.
  private Optional<ScheduledEnd> read(TableEntity row, RequestContext context) {
    try {
      return Optional.of(ScheduledEndRow.read(row, unreadable));
    } catch (ServiceException e) {
      context.observer().onSurvivedFailure(e);
      return Optional.empty();
    }
  }

  @Override
  public void remove(ScheduledEnd end, RequestContext context) {
    table.delete(ScheduledEndRow.PARTITION, ScheduledEndRow.rowOf(end), context);
  }
}
