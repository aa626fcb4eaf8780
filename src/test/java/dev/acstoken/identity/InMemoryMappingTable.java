package dev.acstoken.identity;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A mapping table in memory. Every call is one step: it happens whole, or its deadline is over and
 * nothing happens.
 */
final class InMemoryMappingTable implements MappingTable {

  private final Map<User, Mapping> mappings = new HashMap<>();
  private final Map<CommunicationUserId, User> users = new HashMap<>();
  private final Map<CommunicationUserId, Unsettled> unsettled = new HashMap<>();
  private final InstantSource clock;
  private long changes;

  InMemoryMappingTable(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized Optional<Mapping> find(User user, Deadline deadline) {
    check(deadline);
    return Optional.ofNullable(mappings.get(user));
  }

  @Override
  public synchronized boolean insert(Mapping mapping, Deadline deadline) {
    check(deadline);
    return mappings.putIfAbsent(mapping.user(), stored(mapping, mapping.state())) == null;
  }

  @Override
  public synchronized Optional<Mapping> markDeleting(Mapping mapping, Deadline deadline) {
    check(deadline);
    Optional<Mapping> unchanged = unchanged(mapping);
    return unchanged.map(
        it -> {
          Mapping marked = stored(it, Mapping.State.DELETING);
          mappings.put(it.user(), marked);
          return marked;
        });
  }

  @Override
  public synchronized void remove(Mapping mapping, Deadline deadline) {
    check(deadline);
    unchanged(mapping).ifPresent(it -> mappings.remove(it.user()));
  }

  @Override
  public synchronized Optional<User> findUser(CommunicationUserId id, Deadline deadline) {
    check(deadline);
    return Optional.ofNullable(users.get(id));
  }

  @Override
  public synchronized void insertReverse(Mapping mapping, Deadline deadline) {
    check(deadline);
    users.put(mapping.communicationUserId(), mapping.user());
  }

  @Override
  public synchronized void removeReverse(CommunicationUserId id, Deadline deadline) {
    check(deadline);
    users.remove(id);
  }

  @Override
  public synchronized Unsettled recordUnsettled(Mapping mapping, Deadline deadline) {
    check(deadline);
    return written(mapping);
  }

  @Override
  public synchronized List<Unsettled> findUnsettled(Instant before, Deadline deadline) {
    check(deadline);
    return unsettled.values().stream()
        .filter(record -> record.since().isBefore(before))
        .sorted(Comparator.comparing(Unsettled::since))
        .toList();
  }

  @Override
  public synchronized Optional<Unsettled> renew(Unsettled record, Deadline deadline) {
    check(deadline);
    return isCurrent(record) ? Optional.of(written(record.mapping())) : Optional.empty();
  }

  @Override
  public synchronized boolean settle(Unsettled record, Deadline deadline) {
    check(deadline);
    return unsettled.remove(record.mapping().communicationUserId(), record);
  }

  @Override
  public synchronized void forget(CommunicationUserId id, Deadline deadline) {
    check(deadline);
    unsettled.remove(id);
  }

  private Unsettled written(Mapping mapping) {
    Unsettled record = new Unsettled(mapping, clock.instant(), "version " + ++changes);
    unsettled.put(mapping.communicationUserId(), record);
    return record;
  }

  private boolean isCurrent(Unsettled record) {
    return record.equals(unsettled.get(record.mapping().communicationUserId()));
  }

  /** The identities whose creation or deletion may have been interrupted. */
  synchronized Set<CommunicationUserId> unsettled() {
    return Set.copyOf(unsettled.keySet());
  }

  /** The identities that have a reverse row. */
  synchronized Set<CommunicationUserId> reverseRows() {
    return Set.copyOf(users.keySet());
  }

  /** Gives a user with a mapping a policy of their own. */
  synchronized void allow(User user, Set<TokenScope> scopes) {
    mappings.computeIfPresent(user, (key, it) -> changed(it, it.state(), Optional.of(scopes)));
  }

  private Optional<Mapping> unchanged(Mapping mapping) {
    return Optional.ofNullable(mappings.get(mapping.user()))
        .filter(stored -> stored.version().equals(mapping.version()));
  }

  private Mapping stored(Mapping mapping, Mapping.State state) {
    return changed(mapping, state, mapping.allowedScopes());
  }

  private Mapping changed(
      Mapping mapping, Mapping.State state, Optional<Set<TokenScope>> allowedScopes) {
    return new Mapping(
        mapping.user(),
        mapping.communicationUserId(),
        mapping.acsEndpoint(),
        state,
        mapping.createdOn(),
        allowedScopes,
        "version " + ++changes);
  }

  private static void check(Deadline deadline) {
    if (deadline.hasPassed()) {
      throw new IdentityException(Failure.STORAGE_UNAVAILABLE, "Too late.");
    }
  }
}
