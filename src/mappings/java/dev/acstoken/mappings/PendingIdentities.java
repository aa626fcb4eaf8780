package dev.acstoken.mappings;

import com.azure.data.tables.models.ListEntitiesOptions;
import dev.acstoken.azure.table.TableRows;
import dev.acstoken.identity.CommunicationUserId;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The identities that the intent log names. */
final class PendingIdentities {

  // An import can take hours. The whole log is read now and then, because two queries for each
  // line would cost more than the writes.
  private static final Duration MAX_AGE = Duration.ofMinutes(1);

  private final BulkTable table;
  private final Mono<Set<String>> recent;

  PendingIdentities(BulkTable table) {
    this.table = table;
    this.recent =
        Mono.defer(this::readAll).cache(any -> MAX_AGE, e -> Duration.ZERO, () -> Duration.ZERO);
  }

  private Mono<Set<String>> readAll() {
    return Flux.fromIterable(TableRows.intentLogPartitions())
        .concatMap(
            partition ->
                table.list(
                    new ListEntitiesOptions()
                        .setFilter("PartitionKey eq '%s'".formatted(partition))))
        .map(TableRows::identityKeyOfPendingChange)
        .collect(Collectors.toSet());
  }

  /** Returns whether the log named the identity a minute ago or later. */
  Mono<Boolean> containedRecently(CommunicationUserId id) {
    return recent.map(keys -> keys.contains(id.key()));
  }

  /** Reads whether the log names the identity. */
  Mono<Boolean> contains(CommunicationUserId id) {
    return Flux.fromIterable(TableRows.pendingChangesOf(id)).concatMap(table::list).hasElements();
  }
}
