package dev.acstoken.azure.table;

import static java.util.Comparator.comparing;

import com.azure.data.tables.models.TableEntity;
import dev.acstoken.guests.Guest;
import dev.acstoken.guests.JoinLog;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The join log in a partition of a table of Azure Table Storage. */
final class TableJoinLog implements JoinLog {

  // Further entries wait for the next run of recovery.
  private static final int MAX_STALE = 500;

  private final Table table;
  private final UnreadableRows unreadable;
  private final InstantSource clock;

  TableJoinLog(Table table, UnreadableRows unreadable, InstantSource clock) {
    this.table = table;
    this.unreadable = unreadable;
    this.clock = clock;
  }

  @Override
  public PendingJoin begin(Guest guest, RequestContext context) {
    String id = PendingJoinRow.newId(guest);
    String version = table.upsert(PendingJoinRow.write(guest, id), context);
    return new PendingJoin(guest, id, clock.instant(), version, false);
  }

  // An entry that cannot be read may be claimed, so it fails the call. Only interrupted requests
  // leave entries, and a limit could hide one that is claimed.
  @Override
  public List<PendingJoin> findOf(Guest guest, RequestContext context) {
    return table.list(PendingJoinRow.of(guest), Integer.MAX_VALUE, context).stream()
        .map(row -> PendingJoinRow.read(row, unreadable))
        .toList();
  }

  @Override
  public List<PendingJoin> findStale(Instant before, RequestContext context) {
    return table.list(PendingJoinRow.writtenBefore(before), MAX_STALE, context).stream()
        .flatMap(row -> read(row, context).stream())
        .sorted(comparing(PendingJoin::since))
        .toList();
  }

  // An entry that cannot be read stays for a version that can, and does not stop the others.
  private Optional<PendingJoin> read(TableEntity row, RequestContext context) {
    try {
      return Optional.of(PendingJoinRow.read(row, unreadable));
    } catch (ServiceException e) {
      context.observer().onSurvivedFailure(e);
      return Optional.empty();
    }
  }

  @Override
  public Optional<PendingJoin> claim(PendingJoin join, RequestContext context) {
    return table
        .touch(PendingJoinRow.claim(join), context)
        .map(version -> new PendingJoin(join.guest(), join.id(), clock.instant(), version, true));
  }

  @Override
  public boolean complete(PendingJoin join, RequestContext context) {
    return table.deleteUnchangedOnce(PendingJoinRow.withVersion(join), context);
  }
}
