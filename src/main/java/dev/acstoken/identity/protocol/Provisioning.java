package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;

/** Gives users their identity: creates it once, and commits the mapping. */
final class Provisioning {

  // What a creation leaves of the time budget, so that the mapping can still be committed.
  private static final Duration COMMIT_RESERVE = Duration.ofSeconds(2);
  // What recording the identity leaves, so that it can still be deleted if that fails.
  private static final Duration CLEANUP_RESERVE = Duration.ofSeconds(1);

  private final CommunicationIdentities acs;
  private final MappingStore store;
  private final IntentLog log;
  private final Accounts accounts;
  private final Deletion deletion;
  private final InstantSource clock;
  private final SingleFlight creations = new SingleFlight();

  Provisioning(
      CommunicationIdentities acs,
      MappingStore store,
      IntentLog log,
      Accounts accounts,
      Deletion deletion,
      InstantSource clock) {
    this.acs = acs;
    this.store = store;
    this.log = log;
    this.accounts = accounts;
    this.deletion = deletion;
    this.clock = clock;
  }

  /**
   * Lets one caller of this process at a time create the user's identity, if there still is none.
   *
   * @param creation creates an identity for the account and commits the mapping; empty if another
   *     process was faster
   * @return the result of the creation; empty if this caller has to read the account again
   */
  <T> Optional<T> createOnce(
      User user, Function<Account, Optional<T>> creation, RequestContext context) {
    return creations.run(
        user,
        () -> {
          Account account = accounts.findWithoutForeignIdentity(user, context);
          return account.mapping().isPresent() ? Optional.empty() : creation.apply(account);
        },
        context);
  }

  /** Returns the context of a creation at ACS, after which there is time to commit the mapping. */
  static RequestContext forCreation(RequestContext context) {
    return context.leaving(COMMIT_RESERVE);
  }

  /**
   * Maps the account to a new ACS identity. If the account changed meanwhile, the identity is
   * deleted again.
   *
   * @return the account as it is now stored; empty if another request was faster
   */
  Optional<Account> commitMapping(Account account, CommunicationUserId id, RequestContext context) {
    Mapping mapping =
        Mapping.active(
            account.user(), id, acs.endpoint(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
    PendingChange pending = beginOrDelete(mapping, context);
    store.putOwner(mapping, context);
    Optional<Account> mapped = storeMapping(account, mapping, context);
    if (mapped.isEmpty()) {
      BestEffort.run(() -> deletion.deleteOrphan(mapping, context));
      return Optional.empty();
    }
    if (!log.complete(pending, context)) {
      deleteUnlessReplaced(mapping, context);
      return Optional.empty();
    }
    return mapped;
  }

  // An identity that no row names could never be found again.
  private PendingChange beginOrDelete(Mapping mapping, RequestContext context) {
    try {
      return log.begin(PendingChange.Kind.IDENTITY, mapping, context.leaving(CLEANUP_RESERVE));
    } catch (ServiceException e) {
      BestEffort.run(() -> acs.delete(mapping.communicationUserId(), context));
      throw e;
    }
  }

  // The row decides, not the response to its writing: a lost response may hide a success, and a
  // retry meets the row of the first attempt.
  private Optional<Account> storeMapping(Account account, Mapping mapping, RequestContext context) {
    try {
      Optional<Account> mapped = store.replace(account.withMapping(mapping), context);
      if (mapped.isPresent()) {
        return mapped;
      }
    } catch (ServiceException e) {
      Account stored = store.find(account.user(), context);
      if (stored.version().equals(account.version())) {
        throw e;
      }
      return Optional.of(stored).filter(found -> found.hasIdentity(mapping));
    }
    return Optional.of(store.find(account.user(), context))
        .filter(found -> found.hasIdentity(mapping));
  }

  // Recovery took the creation for interrupted, or a deletion overtook it, so the identity must not
  // be used.
  private void deleteUnlessReplaced(Mapping mapping, RequestContext context) {
    Account found = accounts.find(mapping.user(), context);
    if (found.hasIdentity(mapping)) {
      deletion.deleteIdentity(found, context);
    }
  }
}
