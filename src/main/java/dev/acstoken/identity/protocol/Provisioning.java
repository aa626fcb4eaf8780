package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StateChange;
import dev.acstoken.identity.User;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;

/** Provisions identities: creates each user's identity once, and commits its mapping. */
final class Provisioning {

  // The part of the time budget that a creation leaves for committing the mapping.
  private static final Duration COMMIT_RESERVE = Duration.ofSeconds(2);
  // The part that the first write of the commit leaves for deleting the identity if the write
  // fails.
  private static final Duration CLEANUP_RESERVE = Duration.ofSeconds(1);

  private final CommunicationIdentities acs;
  private final MappingStore store;
  private final IntentLog log;
  private final AcsResource resource;
  private final Accounts accounts;
  private final Deletion deletion;
  private final InstantSource clock;
  private final SingleFlight creations = new SingleFlight();

  Provisioning(
      CommunicationIdentities acs,
      MappingStore store,
      IntentLog log,
      AcsResource resource,
      Accounts accounts,
      Deletion deletion,
      InstantSource clock) {
    this.acs = acs;
    this.store = store;
    this.log = log;
    this.resource = resource;
    this.accounts = accounts;
    this.deletion = deletion;
    this.clock = clock;
  }

  /**
   * Runs the creation of the user's identity. In this process, only one caller at a time creates an
   * identity for a user. Concurrent callers wait for it and share its failure.
   *
   * @param creation creates an identity for the account that was just read, and commits the
   *     mapping; returns empty if the user has an identity already, or if another process changed
   *     the account first
   * @return the result of the creation; empty if this caller waited, or if the creation returned
   *     empty. The caller then reads the account again.
   */
  <T> Optional<T> createOnce(
      User user, Function<Account, Optional<T>> creation, RequestContext context) {
    return creations.run(user, () -> creation.apply(accounts.find(user, context)), context);
  }

  /**
   * Returns the context for a creation at ACS. Its earlier deadline leaves time to commit the
   * mapping.
   */
  static RequestContext forCreation(RequestContext context) {
    return context.leaving(COMMIT_RESERVE);
  }

  /**
   * Maps the account to a new ACS identity. Records the identity in the intent log, stores its
   * owner, stores the mapping in the account and removes the entry from the intent log. If the
   * account is mapped to another identity already, that identity becomes a previous one. It is not
   * deleted, because ACS may still know it.
   *
   * <p>If another request changes the account first, this request deletes its own identity, unless
   * another user has adopted it. If its entry in the intent log was replaced or removed, recovery
   * or a deletion has taken over, so this request deletes its own mapping and identity, if they
   * still exist.
   *
   * <p>If the identity cannot be recorded, it is deleted on a best-effort basis. After a later
   * failure the entry remains, and {@link Recovery} keeps the mapping if it was stored, or else
   * deletes the identity.
   *
   * @param account the account as it was read
   * @param id the new identity, which no other request knows yet
   * @return the account with the mapping; empty if the mapping was not stored or was deleted again,
   *     so that the caller has to read the account again
   */
  Optional<Account> commitMapping(Account account, CommunicationUserId id, RequestContext context) {
    Mapping mapping =
        Mapping.active(
            account.user(),
            id,
            resource.endpoint(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS));
    PendingChange pending = beginOrDelete(mapping, context);
    if (!store.putOwner(mapping, context)) {
      BestEffort.run(() -> log.complete(pending, context));
      return Optional.empty();
    }
    Optional<Account> mapped = storeMapping(account, mapping, context);
    if (mapped.isEmpty()) {
      BestEffort.run(() -> deletion.deleteOrphan(mapping, context));
      return Optional.empty();
    }
    account.mapping().ifPresent(previous -> reportReplacement(previous, context));
    if (!log.complete(pending, context)) {
      deleteUnlessReplaced(mapping, context);
      return Optional.empty();
    }
    return mapped;
  }

  // Without an entry, nothing would ever find the identity again, because ACS cannot list
  // identities.
  private PendingChange beginOrDelete(Mapping mapping, RequestContext context) {
    try {
      return log.begin(PendingChange.Kind.IDENTITY, mapping, context.leaving(CLEANUP_RESERVE));
    } catch (ServiceException e) {
      BestEffort.run(() -> acs.delete(mapping.communicationUserId(), context));
      throw e;
    }
  }

  // After a failed or lost write, the row is read to find out whether the mapping was stored. A
  // lost response may hide a success, and a retry may have met the result of its own first attempt.
  private Optional<Account> storeMapping(Account account, Mapping mapping, RequestContext context) {
    try {
      Optional<Account> mapped =
          account.mapping().isPresent()
              ? store.supersede(account, mapping, context)
              : store.replace(account.withMapping(mapping), context);
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

  private void reportReplacement(Mapping previous, RequestContext context) {
    StateChange.Kind kind =
        resource.owns(previous)
            ? StateChange.Kind.IDENTITY_REPLACED
            : StateChange.Kind.FOREIGN_IDENTITY_REPLACED;
    context
        .observer()
        .onChange(
            StateChange.of(kind)
                .withUser(previous.user())
                .withIdentity(previous.communicationUserId()));
  }

  // Recovery considered the creation interrupted, or a deletion overtook it. Either may be deleting
  // the identity, so it must not be used.
  private void deleteUnlessReplaced(Mapping mapping, RequestContext context) {
    Account found = accounts.find(mapping.user(), context);
    if (found.hasIdentity(mapping)) {
      deletion.deleteIdentity(found, context);
    }
  }
}
