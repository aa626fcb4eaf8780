package dev.acstoken.azure.table;

import static java.util.Comparator.comparing;

import com.azure.data.tables.models.TableEntity;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.protocol.IntentLog;
import dev.acstoken.identity.protocol.OptimisticRetry;
import dev.acstoken.identity.protocol.PendingChange;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The intent log in two partitions of a table of Azure Table Storage. */
final class TableIntentLog implements IntentLog {

  // Further entries wait for the next run of recovery.
  private static final int MAX_STALE = 500;

  private final Table table;
  private final UnreadableRows unreadable;
  private final InstantSource clock;

  TableIntentLog(Table table, UnreadableRows unreadable, InstantSource clock) {
    this.table = table;
    this.unreadable = unreadable;
    this.clock = clock;
  }

  @Override
  public PendingChange begin(PendingChange.Kind kind, Mapping mapping, RequestContext context) {
    String version = table.upsert(PendingChangeRow.write(kind, mapping), context);
    return new PendingChange(kind, mapping, clock.instant(), version);
  }

  @Override
  public Optional<PendingChange> beginUnlessOfAnother(
      PendingChange.Kind kind, Mapping mapping, RequestContext context) {
    return OptimisticRetry.run(context, () -> tryBegin(kind, mapping, context));
  }

  // The outer result is empty if another writer changed or removed the entry meanwhile.
  private Optional<Optional<PendingChange>> tryBegin(
      PendingChange.Kind kind, Mapping mapping, RequestContext context) {
    Optional<String> version = table.insert(PendingChangeRow.write(kind, mapping), context);
    if (version.isPresent()) {
      return Optional.of(
          Optional.of(new PendingChange(kind, mapping, clock.instant(), version.get())));
    }
    String row = PendingChangeRow.rowOf(kind, mapping.communicationUserId());
    Optional<PendingChange> found =
        table
            .read(PendingChangeRow.partitionOf(kind), row, context)
            .map(entry -> PendingChangeRow.read(entry, unreadable));
    if (found.filter(change -> !change.mapping().user().equals(mapping.user())).isPresent()) {
      return Optional.of(Optional.empty());
    }
    Optional<PendingChange> claimed = found.flatMap(change -> claim(change, context));
    return claimed.isPresent() ? Optional.of(claimed) : Optional.empty();
  }

  @Override
  public List<PendingChange> find(CommunicationUserId id, RequestContext context) {
    return PendingChangeRow.PARTITIONS.stream()
        .map(partition -> PendingChangeRow.of(partition, id))
        .flatMap(query -> table.list(query, MAX_STALE, context).stream())
        .map(row -> PendingChangeRow.read(row, unreadable))
        .toList();
  }

  @Override
  public List<PendingChange> findStale(Instant before, RequestContext context) {
    return PendingChangeRow.PARTITIONS.stream()
        .map(partition -> PendingChangeRow.writtenBefore(partition, before))
        .flatMap(query -> table.list(query, MAX_STALE, context).stream())
        .flatMap(row -> read(row, context).stream())
        .sorted(comparing(PendingChange::since))
        .toList();
  }

  // An entry that cannot be read stays for a version that can, and does not stop the others.
  private Optional<PendingChange> read(TableEntity row, RequestContext context) {
    try {
      return Optional.of(PendingChangeRow.read(row, unreadable));
    } catch (ServiceException e) {
      context.observer().onSurvivedFailure(e);
      return Optional.empty();
    }
  }

  @Override
  public Optional<PendingChange> claim(PendingChange change, RequestContext context) {
    return table
        .touch(PendingChangeRow.withVersion(change), context)
        .map(
            version ->
                new PendingChange(change.kind(), change.mapping(), clock.instant(), version));
  }

  // Not retried, because a retry could not distinguish the result of its own first attempt from a
  // claim. The caller reacts to a claim by deleting the identity, which cannot be undone.
  @Override
  public boolean complete(PendingChange change, RequestContext context) {
    return table.deleteUnchangedOnce(PendingChangeRow.withVersion(change), context);
  }

  @Override
  public void discard(CommunicationUserId id, RequestContext context) {
    String row = PendingChangeRow.rowOf(PendingChange.Kind.IDENTITY, id);
    String partition = PendingChangeRow.partitionOf(PendingChange.Kind.IDENTITY);
    table.delete(partition, row, context);
  }
}
