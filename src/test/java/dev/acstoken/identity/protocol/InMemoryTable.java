package dev.acstoken.identity.protocol;

import static java.util.stream.Collectors.toSet;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StoredRow;
import dev.acstoken.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * An in-memory mapping store and intent log. Every call is atomic: it takes full effect, or it
 * fails without effect because its deadline has passed.
 */
public final class InMemoryTable implements MappingStore, IntentLog {

  private final Map<User, Account> accounts = new HashMap<>();
  private final Map<User, Instant> writtenAt = new HashMap<>();
  private final Map<PreviousKey, Mapping> previous = new HashMap<>();
  private final Map<CommunicationUserId, Owner> owners = new HashMap<>();
  private final Map<Key, PendingChange> pending = new HashMap<>();
  private final InstantSource clock;
  private long writes;

  public InMemoryTable(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized Account find(User user, RequestContext context) {
    check(context);
    Account account = accounts.getOrDefault(user, Account.blank(user));
    return account.row().map(row -> account.withRow(aged(row, user))).orElse(account);
  }

  @Override
  public Supplier<Account> beginFind(User user, RequestContext context) {
    Account found = find(user, context);
    return () -> found;
  }

  @Override
  public synchronized Optional<Account> replace(Account account, RequestContext context) {
    check(context);
    Account stored = accounts.getOrDefault(account.user(), Account.blank(account.user()));
    return stored.version().equals(account.version())
        ? Optional.of(put(account))
        : Optional.empty();
  }

  private StoredRow aged(StoredRow row, User user) {
    Instant written = Objects.requireNonNull(writtenAt.get(user));
    return new StoredRow(row.version(), Duration.between(written, clock.instant()), row.columns());
  }

  private Account put(Account account) {
    if (account.isBlank()) {
      accounts.remove(account.user());
      return Account.blank(account.user());
    }
    Account stored = account.withRow(StoredRow.of("version " + ++writes));
    accounts.put(account.user(), stored);
    writtenAt.put(account.user(), clock.instant());
    return stored;
  }

  @Override
  public synchronized Optional<Account> supersede(
      Account account, Mapping replacement, RequestContext context) {
    Optional<Account> mapped = replace(account.withMapping(replacement), context);
    mapped.ifPresent(unused -> putPrevious(account.mapping().orElseThrow()));
    return mapped;
  }

  @Override
  public synchronized List<Mapping> findPrevious(User user, RequestContext context) {
    check(context);
    return previous.values().stream().filter(mapping -> mapping.user().equals(user)).toList();
  }

  @Override
  public synchronized void updatePrevious(Mapping mapping, RequestContext context) {
    check(context);
    var unused = previous.replace(PreviousKey.of(mapping), mapping);
  }

  private void putPrevious(Mapping mapping) {
    previous.put(PreviousKey.of(mapping), mapping);
  }

  @Override
  public synchronized void removePrevious(Mapping mapping, RequestContext context) {
    check(context);
    previous.remove(PreviousKey.of(mapping));
  }

  @Override
  public synchronized Optional<User> findOwner(CommunicationUserId id, RequestContext context) {
    check(context);
    return owner(id).map(Owner::user);
  }

  private Optional<Owner> owner(CommunicationUserId id) {
    return Optional.ofNullable(owners.get(id));
  }

  private boolean isOwned(Mapping mapping, User user) {
    return owner(mapping.communicationUserId()).filter(it -> it.user().equals(user)).isPresent();
  }

  @Override
  public synchronized boolean putOwner(Mapping mapping, RequestContext context) {
    check(context);
    boolean isFree = owner(mapping.communicationUserId()).isEmpty();
    if (isFree || isOwned(mapping, mapping.user())) {
      owners.put(mapping.communicationUserId(), new Owner(mapping.user(), ++writes));
    }
    return isOwned(mapping, mapping.user());
  }

  @Override
  public synchronized boolean removeOwner(Mapping mapping, RequestContext context) {
    check(context);
    if (isOwned(mapping, mapping.user())) {
      owners.remove(mapping.communicationUserId());
    }
    return owner(mapping.communicationUserId()).isEmpty();
  }

  @Override
  public void removeOwnerIf(Mapping mapping, BooleanSupplier condition, RequestContext context) {
    Optional<Owner> found = readOwner(mapping, context);
    if (found.isPresent() && condition.getAsBoolean()) {
      removeOwner(mapping, found.get());
    }
  }

  private synchronized Optional<Owner> readOwner(Mapping mapping, RequestContext context) {
    check(context);
    return owner(mapping.communicationUserId()).filter(it -> it.user().equals(mapping.user()));
  }

  private synchronized void removeOwner(Mapping mapping, Owner found) {
    var unused = owners.remove(mapping.communicationUserId(), found);
  }

  @Override
  public synchronized void moveOwner(User former, Mapping mapping, RequestContext context) {
    check(context);
    if (isOwned(mapping, former)) {
      owners.put(mapping.communicationUserId(), new Owner(mapping.user(), ++writes));
    }
  }

  @Override
  public synchronized boolean storeCopy(
      Account original, Account copy, List<Mapping> copies, RequestContext context) {
    boolean isStored = replace(copy, context).isPresent();
    if (isStored) {
      previous.keySet().removeIf(key -> key.user().equals(copy.user()));
      copies.forEach(this::putPrevious);
    }
    return isStored;
  }

  @Override
  public synchronized PendingChange begin(
      PendingChange.Kind kind, Mapping mapping, RequestContext context) {
    check(context);
    return write(kind, mapping);
  }

  @Override
  public synchronized Optional<PendingChange> beginUnlessOfAnother(
      PendingChange.Kind kind, Mapping mapping, RequestContext context) {
    check(context);
    PendingChange current = pending.get(new Key(kind, mapping.communicationUserId()));
    return current == null || current.user().equals(mapping.user())
        ? Optional.of(write(kind, mapping))
        : Optional.empty();
  }

  @Override
  public synchronized List<PendingChange> find(CommunicationUserId id, RequestContext context) {
    check(context);
    return pending.values().stream()
        .filter(change -> change.mapping().communicationUserId().equals(id))
        .toList();
  }

  @Override
  public synchronized List<PendingChange> findStale(Instant before, RequestContext context) {
    check(context);
    return pending.values().stream()
        .filter(change -> change.since().isBefore(before))
        .sorted(Comparator.comparing(PendingChange::since))
        .toList();
  }

  @Override
  public synchronized Optional<PendingChange> claim(PendingChange change, RequestContext context) {
    check(context);
    return isCurrent(change)
        ? Optional.of(write(change.kind(), change.mapping()))
        : Optional.empty();
  }

  @Override
  public synchronized boolean complete(PendingChange change, RequestContext context) {
    check(context);
    return pending.remove(Key.of(change), change);
  }

  @Override
  public synchronized void discard(CommunicationUserId id, RequestContext context) {
    check(context);
    pending.remove(new Key(PendingChange.Kind.IDENTITY, id));
  }

  private PendingChange write(PendingChange.Kind kind, Mapping mapping) {
    PendingChange change = new PendingChange(kind, mapping, clock.instant(), "version " + ++writes);
    pending.put(Key.of(change), change);
    return change;
  }

  private boolean isCurrent(PendingChange change) {
    return change.equals(pending.get(Key.of(change)));
  }

  /** Returns the identities with a pending change. */
  public synchronized Set<CommunicationUserId> pending() {
    return pending.keySet().stream().map(Key::id).collect(toSet());
  }

  /** Returns the previous identities of all users. */
  public synchronized Set<CommunicationUserId> previous() {
    return previous.keySet().stream().map(PreviousKey::id).collect(toSet());
  }

  /** Returns the identities with an owner row. */
  public synchronized Set<CommunicationUserId> owned() {
    return Set.copyOf(owners.keySet());
  }

  private static void check(RequestContext context) {
    if (context.deadline().hasPassed()) {
      throw new ServiceException(ErrorCode.STORAGE_UNAVAILABLE, "The deadline has passed.");
    }
  }

  /** The row of an owner. */
  private record Owner(User user, long version) {}

  /** A user has at most one row for each previous identity. */
  private record PreviousKey(User user, CommunicationUserId id) {

    static PreviousKey of(Mapping mapping) {
      return new PreviousKey(mapping.user(), mapping.communicationUserId());
    }
  }

  /** An identity has at most one pending change of each kind. */
  private record Key(PendingChange.Kind kind, CommunicationUserId id) {

    static Key of(PendingChange change) {
      return new Key(change.kind(), change.mapping().communicationUserId());
    }
  }
}
