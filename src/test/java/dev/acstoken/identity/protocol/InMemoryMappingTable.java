package dev.acstoken.identity.protocol;

import static java.util.stream.Collectors.toSet;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.User;
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

  private final Map<User, Account> accounts = new HashMap<>();
  private final Map<CommunicationUserId, User> users = new HashMap<>();
  private final Map<Begun, Unsettled> unsettled = new HashMap<>();
  private final InstantSource clock;
  private long changes;

  InMemoryMappingTable(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized Account find(User user, Deadline deadline) {
    check(deadline);
    return accounts.getOrDefault(user, Account.blank(user));
  }

  @Override
  public synchronized Optional<Account> replace(Account account, Deadline deadline) {
    check(deadline);
    Account stored = accounts.getOrDefault(account.user(), Account.blank(account.user()));
    return stored.version().equals(account.version())
        ? Optional.of(put(account))
        : Optional.empty();
  }

  private Account put(Account account) {
    if (account.isBlank()) {
      accounts.remove(account.user());
      return Account.blank(account.user());
    }
    Account stored = account.stored("version " + ++changes);
    accounts.put(account.user(), stored);
    return stored;
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
  public synchronized Unsettled recordUnsettled(
      Unsettled.Change change, Mapping mapping, Deadline deadline) {
    check(deadline);
    return written(change, mapping);
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
    return isCurrent(record)
        ? Optional.of(written(record.change(), record.mapping()))
        : Optional.empty();
  }

  @Override
  public synchronized boolean settle(Unsettled record, Deadline deadline) {
    check(deadline);
    return unsettled.remove(Begun.of(record), record);
  }

  @Override
  public synchronized void forget(CommunicationUserId id, Deadline deadline) {
    check(deadline);
    unsettled.remove(new Begun(Unsettled.Change.LIFE, id));
  }

  private Unsettled written(Unsettled.Change change, Mapping mapping) {
    Unsettled record = new Unsettled(change, mapping, clock.instant(), "version " + ++changes);
    unsettled.put(Begun.of(record), record);
    return record;
  }

  private boolean isCurrent(Unsettled record) {
    return record.equals(unsettled.get(Begun.of(record)));
  }

  /** The identities with which something may have been interrupted. */
  synchronized Set<CommunicationUserId> unsettled() {
    return unsettled.keySet().stream().map(Begun::id).collect(toSet());
  }

  /** The identities that have a reverse row. */
  synchronized Set<CommunicationUserId> reverseRows() {
    return Set.copyOf(users.keySet());
  }

  private static void check(Deadline deadline) {
    if (deadline.hasPassed()) {
      throw new IdentityException(Failure.STORAGE_UNAVAILABLE, "Too late.");
    }
  }

  /** What a record is of: an identity has at most one of each change. */
  private record Begun(Unsettled.Change change, CommunicationUserId id) {

    static Begun of(Unsettled record) {
      return new Begun(record.change(), record.mapping().communicationUserId());
    }
  }
}
