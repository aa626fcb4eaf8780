package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.Audit;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.StateChange;
import dev.acstoken.identity.TokenGrant;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Adopts identities: maps users to identities that exist at ACS already. An identity gets at most
 * one owner, and nothing is deleted at ACS.
 *
 * <p>The mapping is stored as {@link Mapping.State#ADOPTING} first, then the owner, if the identity
 * has no other one, and then the mapping becomes {@link Mapping.State#ACTIVE}. So no token is
 * released before the owner is certain.
 */
final class Adoption {

  // ACS has no operation that only reads, so the shortest and least powerful token shows whether it
  // knows an identity.
  private static final TokenGrant PROOF =
      new TokenGrant(
          ScopeSet.of(TokenScope.CHAT_JOIN_LIMITED), new TokenLifetime(TokenLifetime.MIN_MINUTES));

  private final CommunicationIdentities acs;
  private final MappingStore store;
  private final IntentLog log;
  private final AcsResource resource;
  private final InstantSource clock;

  Adoption(
      CommunicationIdentities acs,
      MappingStore store,
      IntentLog log,
      AcsResource resource,
      InstantSource clock) {
    this.acs = acs;
    this.store = store;
    this.log = log;
    this.resource = resource;
    this.clock = clock;
  }

  /**
   * Maps the account to an existing identity. Records the adoption in the intent log, checks that
   * the identity is free and that ACS knows it, stores the mapping and {@linkplain #complete
   * completes} it.
   *
   * <p>A failure before the mapping is stored changes nothing. After a later failure, the next
   * request for the user or {@link Recovery} completes the adoption.
   *
   * @param account the account as it was read, without an identity at the configured ACS resource
   * @return the mapping; empty if another request changed the account first, so that the caller has
   *     to read it again
   * @throws ServiceException with {@link ErrorCode#IDENTITY_CONFLICT} or {@link
   *     ErrorCode#IDENTITY_NOT_FOUND}, among other errors
   */
  Optional<Mapping> adopt(Account account, CommunicationUserId id, RequestContext context) {
    Mapping mapping =
        Mapping.active(
                account.user(),
                id,
                resource.endpoint(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS))
            .withState(Mapping.State.ADOPTING);
    requireOwn(mapping);
    PendingChange pending =
        log.beginUnlessOfAnother(PendingChange.Kind.ADOPTION, mapping, context)
            .orElseThrow(Adoption::changing);
    requireFreeAndKnown(mapping, pending, context);
    var adopted = StateChange.of(StateChange.Kind.IDENTITY_ADOPTED).withIdentity(id);
    Optional<Mapping> stored =
        Audit.attemptSteps(
            adopted, context, () -> storeAndComplete(account, mapping, pending, context));
    if (stored.isPresent()) {
      context.observer().onChange(adopted.withUser(account.user()));
    }
    return stored;
  }

  // If another request took over the entry after this one had checked the identity, the identity
  // may have been deleted since then, and ACS is asked again. The mark prevents its deletion
  // meanwhile.
  private Optional<Mapping> storeAndComplete(
      Account account, Mapping mapping, PendingChange pending, RequestContext context) {
    Optional<Account> stored = store(account, mapping, context);
    if (stored.isEmpty()) {
      BestEffort.run(() -> log.complete(pending, context));
      return Optional.empty();
    }
    Optional<PendingChange> claimed = log.claim(pending, context);
    if (claimed.isEmpty() && !isKnown(mapping.communicationUserId(), context)) {
      stored.filter(Adoption::isAdopting).ifPresent(marked -> withdraw(marked, context));
      return Optional.empty();
    }
    Optional<Account> completed = completeOrRead(stored.get(), mapping, context);
    claimed.ifPresent(entry -> BestEffort.run(() -> log.complete(entry, context)));
    return completed.flatMap(Account::mapping);
  }

  private void withdraw(Account marked, RequestContext context) {
    var unused = store.replace(marked.withoutMapping(), context);
  }

  // Another request may have completed the adoption, so the row decides.
  private Optional<Account> completeOrRead(
      Account account, Mapping mapping, RequestContext context) {
    return complete(account, mapping, context)
        .or(() -> Optional.of(store.find(account.user(), context)))
        .filter(found -> found.hasIdentity(mapping) && !isAdopting(found));
  }

  /**
   * Completes an adoption whose mapping is stored. Stores the owner and removes the mark; if
   * another user owns the identity, removes the mapping. Several callers may do so at once, and
   * every step may be repeated.
   *
   * @param account the account as it was read
   * @return the account after the change; empty if another request changed the account first
   */
  Optional<Account> complete(Account account, Mapping mapping, RequestContext context) {
    if (!isAdopting(account)) {
      return Optional.of(account);
    }
    boolean isOwner = store.putOwner(mapping, context);
    Optional<Account> completed =
        store.replace(
            isOwner ? account.withState(Mapping.State.ACTIVE) : account.withoutMapping(), context);
    if (isOwner && completed.isEmpty()) {
      removeUnusedOwner(mapping, context);
    }
    return completed;
  }

  // The mapping may have been removed since the account was read.
  private void removeUnusedOwner(Mapping mapping, RequestContext context) {
    store.removeOwnerIf(mapping, () -> !isNamed(mapping, context), context);
  }

  private boolean isNamed(Mapping mapping, RequestContext context) {
    User user = mapping.user();
    Account found = store.find(user, context);
    return (found.hasIdentity(mapping) && !found.isDeleting())
        || store.findPrevious(user, context).stream().anyMatch(mapping::isSameIdentityAs);
  }

  private static boolean isAdopting(Account account) {
    return account.mapping().filter(it -> it.state() == Mapping.State.ADOPTING).isPresent();
  }

  private void requireOwn(Mapping mapping) {
    if (!resource.owns(mapping)) {
      throw new ServiceException(
          ErrorCode.IDENTITY_NOT_FOUND,
          "This identity belongs to another Azure Communication Services resource than this"
              + " service uses.");
    }
  }

  // Nothing was changed yet, so a refusal or a failure ends the adoption.
  private void requireFreeAndKnown(Mapping mapping, PendingChange pending, RequestContext context) {
    try {
      requireFree(mapping, context);
      requireKnown(mapping.communicationUserId(), context);
    } catch (ServiceException e) {
      BestEffort.run(() -> log.complete(pending, context));
      throw e;
    }
  }

  // A previous identity has the user as its owner already. It remains a previous one, so that a
  // request that has read no mapping still finds it.
  private void requireFree(Mapping mapping, RequestContext context) {
    CommunicationUserId id = mapping.communicationUserId();
    boolean isChanging =
        log.find(id, context).stream().anyMatch(change -> isInTheWay(change, mapping.user()));
    if (isChanging) {
      throw changing();
    }
    Optional<User> owner = store.findOwner(id, context);
    if (owner.filter(user -> !user.equals(mapping.user())).isPresent()) {
      throw new ServiceException(
          ErrorCode.IDENTITY_CONFLICT, "Another user has this ACS identity.");
    }
  }

  // A revocation for the same user only ends tokens. Another request has adopted the identity for
  // the user meanwhile, or it is a previous one.
  private static boolean isInTheWay(PendingChange change, User user) {
    return switch (change.kind()) {
      case ADOPTION -> false;
      case POLICY, REVOCATION -> !change.user().equals(user);
      case IDENTITY, PREVIOUS_IDENTITY -> true;
    };
  }

  private boolean isKnown(CommunicationUserId id, RequestContext context) {
    boolean isKnown = acs.issueToken(id, PROOF, context).isPresent();
    context.observer().onTokenDiscarded();
    return isKnown;
  }

  private void requireKnown(CommunicationUserId id, RequestContext context) {
    if (!isKnown(id, context)) {
      throw new ServiceException(
          ErrorCode.IDENTITY_NOT_FOUND,
          "Azure Communication Services does not know this identity.");
    }
  }

  // A retry of the write may have met the result of its own first attempt, so the row decides.
  private Optional<Account> store(Account account, Mapping mapping, RequestContext context) {
    Optional<Account> stored =
        account.mapping().isPresent()
            ? store.supersede(account, mapping, context)
            : store.replace(account.withMapping(mapping), context);
    return stored.or(
        () ->
            Optional.of(store.find(account.user(), context))
                .filter(found -> found.hasIdentity(mapping)));
  }

  private static ServiceException changing() {
    return new ServiceException(
        ErrorCode.IDENTITY_CONFLICT,
        "Another change of this ACS identity has not ended. If it was interrupted, it ends within"
            + " ten minutes.");
  }
}
