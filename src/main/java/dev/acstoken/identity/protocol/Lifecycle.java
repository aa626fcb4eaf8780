package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The steps that every operation's story is told in: find, establish, allow, end. All operations of
 * a process share one.
 *
 * <p>Each change first records the identity as unsettled and removes that record last, so an
 * interruption anywhere leaves a trace to finish from. docs/invariants.md tells what holds.
 */
public final class Lifecycle {

  private static final int MAX_ROUNDS = 5;

  // What a creation leaves of the budget, so that the new identity can still be recorded; and what
  // recording it leaves, so that it can still be deleted if that fails.
  private static final Duration TO_RECORD = Duration.ofSeconds(2);
  private static final Duration TO_DELETE = Duration.ofSeconds(1);

  private final CommunicationIdentities acs;
  private final MappingTable table;
  private final InstantSource clock;
  private final SingleFlight creations = new SingleFlight();
  private final KnownAccounts known = new KnownAccounts();

  public Lifecycle(CommunicationIdentities acs, MappingTable table, InstantSource clock) {
    this.acs = acs;
    this.table = table;
    this.clock = clock;
  }

  CommunicationIdentities acs() {
    return acs;
  }

  /** What was on record of the user when this process last looked; empty if it need not know. */
  Optional<Account> findKnown(User user) {
    return known.find(user);
  }

  /**
   * Whether the row still is what a token was made from; if so, it need not be read before the next
   * token is made.
   */
  boolean isStill(Account account, Deadline deadline) {
    boolean isStill = find(account.user(), deadline).equals(account);
    if (isStill) {
      known.remember(account);
    } else {
      known.forget(account.user());
    }
    return isStill;
  }

  /** Lets the next token of the user begin with the row. */
  void forget(User user) {
    known.forget(user);
  }

  /** What is on record of the user. What was begun and interrupted is finished on the way. */
  Account find(User user, Deadline deadline) {
    for (int round = 1; ; round++) {
      Account found = table.find(user, deadline);
      if (found.isSettled()) {
        return found;
      }
      checkRound(round, deadline);
      Optional<Account> finished = finish(found, found.mapping().orElseThrow(), deadline);
      if (finished.isPresent()) {
        return finished.get();
      }
    }
  }

  /** As {@link #find}; a mapping to another ACS resource is ended to make room. */
  Account findOrMakeRoom(User user, Deadline deadline) {
    for (int round = 1; ; round++) {
      Account found = find(user, deadline);
      if (found.mapping().stream().allMatch(this::isHere)) {
        return found;
      }
      checkRound(round, deadline);
      end(found, deadline);
    }
  }

  /** The user's identity, if it is one of this ACS resource. */
  Optional<Mapping> findHere(User user, Deadline deadline) {
    return here(find(user, deadline));
  }

  /** The account's identity, if it is one of this ACS resource. */
  Optional<Mapping> here(Account account) {
    return account.mapping().filter(this::isHere);
  }

  /** Whose identity it is, as far as is known. */
  Optional<User> findUser(CommunicationUserId id, Deadline deadline) {
    return table.findUser(id, deadline);
  }

  /**
   * Lets one caller of this process at a time give the user an identity, if there still is none.
   *
   * @param creation makes an identity for the account and establishes it; empty if somebody else
   *     was faster
   * @return what came of it; empty if this caller did not get to it, and should look again
   */
  <T> Optional<T> createAlone(
      User user, Function<Account, Optional<T>> creation, Deadline deadline) {
    return creations.lead(
        user,
        () -> {
          Account account = findOrMakeRoom(user, deadline);
          return account.mapping().isPresent() ? Optional.empty() : creation.apply(account);
        },
        deadline);
  }

  /** When ACS must have made an identity, so that there is time to {@link #establish} it. */
  static Deadline forCreation(Deadline deadline) {
    return deadline.leaving(TO_RECORD);
  }

  /**
   * Makes a new ACS identity the user's, unless the account changed meanwhile: then the new one is
   * deleted again.
   *
   * @return the account as it now stands; empty if somebody else was faster
   */
  Optional<Account> establish(Account account, CommunicationUserId id, Deadline deadline) {
    Mapping mapping =
        Mapping.active(
            account.user(), id, acs.endpoint(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
    Unsettled record = recordOrDelete(mapping, deadline);
    table.insertReverse(mapping, deadline);
    Optional<Account> mapped = map(account, mapping, deadline);
    if (mapped.isEmpty()) {
      attempt(() -> bury(mapping, deadline));
      return Optional.empty();
    }
    if (!table.settle(record, deadline)) {
      // Somebody took this identity for abandoned, or is deleting it: then it is not to be used.
      Account found = find(account.user(), deadline);
      if (found.hasIdentity(mapping)) {
        end(found, deadline);
      }
      return Optional.empty();
    }
    return mapped;
  }

  /**
   * Gives the user an access policy. Before a narrower one counts as given, every token that may
   * carry more is revoked.
   *
   * @param scopes the user's own policy; empty for the configured one
   * @param isNarrower whether a scope is taken away
   * @return the account as it was put on record; empty if it had changed since it was read
   */
  Optional<Account> allow(
      Account account, Optional<Set<TokenScope>> scopes, boolean isNarrower, Deadline deadline) {
    Optional<Mapping> mapping = here(account);
    if (!isNarrower || mapping.isEmpty()) {
      return replace(account.allowing(scopes), deadline);
    }
    Unsettled record = table.recordUnsettled(Unsettled.Change.ACCESS, mapping.get(), deadline);
    Optional<Account> revoking =
        replace(account.allowing(scopes).in(Mapping.State.REVOKING), deadline);
    revoking.ifPresent(
        it -> {
          var unused = finishRevocation(it, mapping.get(), deadline);
          attempt(() -> table.settle(record, deadline));
        });
    return revoking;
  }

  /**
   * Ends a living identity: marks it, deletes it at ACS, removes its rows.
   *
   * @return false if the account had changed since it was read
   */
  boolean end(Account account, Deadline deadline) {
    Mapping mapping = account.mapping().orElseThrow();
    var unused = table.recordUnsettled(Unsettled.Change.LIFE, mapping, deadline);
    Optional<Account> marked = replace(account.in(Mapping.State.DELETING), deadline);
    if (marked.isPresent()) {
      var unusedAccount = finishDeletion(marked.get(), mapping, deadline);
    }
    return marked.isPresent();
  }

  /**
   * Settles what an interruption left behind: a mapping that was established stays, one that is
   * being deleted or whose tokens are being revoked is finished, and an identity that no mapping
   * names is deleted.
   *
   * @return false if somebody else is at it
   */
  boolean settle(Unsettled record, Deadline deadline) {
    Optional<Unsettled> mine = table.renew(record, deadline);
    if (mine.isEmpty()) {
      return false;
    }
    Account account = table.find(record.user(), deadline);
    if (account.hasIdentity(record.mapping())) {
      var unused = finish(account, account.mapping().orElseThrow(), deadline);
    } else {
      bury(record.mapping(), deadline);
    }
    var unused = table.settle(mine.get(), deadline);
    return true;
  }

  /** Whether one more round makes sense when the last one met somebody else's change. */
  static void checkRound(int round, Deadline deadline) {
    if (round > MAX_ROUNDS || deadline.hasPassed()) {
      throw new IdentityException(
          Failure.STORAGE_UNAVAILABLE, "Too many changes to this user at once.");
    }
  }

  // Empty if somebody else was faster to put the finished account on record.
  private Optional<Account> finish(Account account, Mapping mapping, Deadline deadline) {
    return switch (mapping.state()) {
      case ACTIVE -> Optional.of(account);
      case REVOKING -> finishRevocation(account, mapping, deadline);
      case DELETING -> finishDeletion(account, mapping, deadline);
    };
  }

  // The policy stands already, so no token that is made from now on carries more.
  private Optional<Account> finishRevocation(Account account, Mapping mapping, Deadline deadline) {
    if (isHere(mapping)) {
      var unused = acs.revokeTokens(mapping.communicationUserId(), deadline);
    }
    return replace(account.in(Mapping.State.ACTIVE), deadline);
  }

  // The row goes before the record: as long as one of them stands, somebody finishes the job. Every
  // step may be repeated, by several at once.
  private Optional<Account> finishDeletion(Account account, Mapping mapping, Deadline deadline) {
    deleteAtAcs(mapping, deadline);
    table.removeReverse(mapping.communicationUserId(), deadline);
    Optional<Account> unmapped = replace(account.withoutIdentity(), deadline);
    table.forget(mapping.communicationUserId(), deadline);
    return unmapped;
  }

  private Optional<Account> replace(Account account, Deadline deadline) {
    known.forget(account.user());
    return table.replace(account, deadline);
  }

  private void bury(Mapping unmapped, Deadline deadline) {
    deleteAtAcs(unmapped, deadline);
    table.removeReverse(unmapped.communicationUserId(), deadline);
    table.forget(unmapped.communicationUserId(), deadline);
  }

  private void deleteAtAcs(Mapping mapping, Deadline deadline) {
    if (isHere(mapping)) {
      acs.delete(mapping.communicationUserId(), deadline);
    }
  }

  // An identity that no row names could never be found again.
  private Unsettled recordOrDelete(Mapping mapping, Deadline deadline) {
    try {
      return table.recordUnsettled(Unsettled.Change.LIFE, mapping, deadline.leaving(TO_DELETE));
    } catch (IdentityException e) {
      attempt(() -> acs.delete(mapping.communicationUserId(), deadline));
      throw e;
    }
  }

  // The row decides, not the reply to its writing: a lost reply may hide a success, and a repeated
  // attempt meets the row of the first.
  private Optional<Account> map(Account account, Mapping mapping, Deadline deadline) {
    try {
      Optional<Account> mapped = replace(account.mappedTo(mapping), deadline);
      if (mapped.isPresent()) {
        return mapped;
      }
    } catch (IdentityException e) {
      Account stored = table.find(account.user(), deadline);
      if (stored.version().equals(account.version())) {
        throw e;
      }
      return Optional.of(stored).filter(it -> it.hasIdentity(mapping));
    }
    return Optional.of(table.find(account.user(), deadline)).filter(it -> it.hasIdentity(mapping));
  }

  // What fails here is recorded as unsettled, so the request need not fail with it.
  private static void attempt(Runnable step) {
    try {
      step.run();
    } catch (IdentityException e) {
      // Left to the sweep.
    }
  }

  private boolean isHere(Mapping mapping) {
    return mapping.acsEndpoint().equals(acs.endpoint());
  }
}
