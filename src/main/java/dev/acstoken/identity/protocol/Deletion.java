package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import java.util.List;
import java.util.Optional;

/**
 * Deletes identities. A deletion is complete when ACS has confirmed it, or has responded that it
 * does not know the identity. The mapping is marked as {@link Mapping.State#DELETING} first, then
 * the identity is deleted at ACS, and then the rows are removed. A token that is released after the
 * mark ends with the identity.
 */
final class Deletion {

  private final CommunicationIdentities acs;
  private final MappingStore store;
  private final IntentLog log;
  private final ForeignIdentities foreign;

  Deletion(
      CommunicationIdentities acs, MappingStore store, IntentLog log, ForeignIdentities foreign) {
    this.acs = acs;
    this.store = store;
    this.log = log;
    this.foreign = foreign;
  }

  /**
   * Deletes the account's identity. Records the deletion in the intent log, marks the mapping and
   * {@linkplain #complete completes} the deletion.
   *
   * <p>A failure before the mark leaves the identity in use. After a failure that follows the mark,
   * the next request for the user or {@link Recovery} completes the deletion.
   *
   * @param account the account as it was read, with a mapping
   * @return false if the write of the mark failed its condition, so that the caller has to read the
   *     account again. The entry in the intent log then stays until it is removed by {@link
   *     Recovery} or by a later deletion.
   */
  boolean deleteIdentity(Account account, RequestContext context) {
    Mapping mapping = account.mapping().orElseThrow();
    var unused = log.begin(PendingChange.Kind.IDENTITY, mapping, context);
    Optional<Account> marked = store.replace(account.withState(Mapping.State.DELETING), context);
    if (marked.isPresent()) {
      var unusedAccount = complete(marked.get(), mapping, context);
    }
    return marked.isPresent();
  }

  /**
   * Completes the deletion of a marked identity. Deletes it at ACS, removes its owner, removes the
   * mapping from the account and removes the entry from the intent log. Several callers may do so
   * at once, and every step may be repeated. If a step fails, the mark or the entry remains.
   *
   * @param account the account as it was read, with the marked mapping
   * @return the account without the mapping; empty if another request changed the account first
   */
  // The mapping is removed before the entry: as long as either exists, somebody completes the
  // deletion.
  Optional<Account> complete(Account account, Mapping mapping, RequestContext context) {
    deleteAtAcs(mapping, context);
    var unused = store.removeOwner(mapping, context);
    Optional<Account> unmapped = store.replace(account.withoutMapping(), context);
    log.discard(mapping.communicationUserId(), context);
    return unmapped;
  }

  /**
   * Deletes an orphan: an identity to which no account is mapped. Deletes it at ACS, removes its
   * owner and removes its entry from the intent log. Every step may be repeated. If a step fails,
   * the entry remains, and {@link Recovery} repeats the steps.
   *
   * <p>An identity that another user has adopted meanwhile is not deleted.
   */
  void deleteOrphan(Mapping orphan, RequestContext context) {
    boolean isAdopted =
        store
            .findOwner(orphan.communicationUserId(), context)
            .filter(owner -> !owner.equals(orphan.user()))
            .isPresent();
    if (!isAdopted) {
      deleteAtAcs(orphan, context);
      var unused = store.removeOwner(orphan, context);
    }
    log.discard(orphan.communicationUserId(), context);
  }

  /** Records in the intent log that the user's previous identities are to be deleted. */
  List<PendingChange> beginPrevious(User user, RequestContext context) {
    return store.findPrevious(user, context).stream()
        .map(previous -> log.begin(PendingChange.Kind.PREVIOUS_IDENTITY, previous, context))
        .toList();
  }

  /**
   * Completes the deletion of a previous identity. Deletes it at ACS, and removes its owner, its
   * row and its entry in the intent log. Every step may be repeated. If a step fails, the entry
   * remains.
   *
   * @throws ServiceException with {@link ErrorCode#STORAGE_UNAVAILABLE} if the user adopts the
   *     identity at the same time, among other errors
   */
  void completePrevious(PendingChange pending, RequestContext context) {
    Mapping previous = pending.mapping();
    requireNotAdopted(previous, context);
    if (foreign.isOwnPrevious(previous)) {
      var unused = acs.delete(previous.communicationUserId(), context);
    }
    var unusedOwner = store.removeOwner(previous, context);
    store.removePrevious(previous, context);
    BestEffort.run(() -> log.complete(pending, context));
  }

  // An adoption that begins after the entry of this deletion finds that entry. One that began
  // before has an entry of its own, or has stored the mapping.
  private void requireNotAdopted(Mapping previous, RequestContext context) {
    boolean isBeingAdopted =
        log.find(previous.communicationUserId(), context).stream()
            .anyMatch(change -> change.kind() == PendingChange.Kind.ADOPTION);
    if (isBeingAdopted || store.find(previous.user(), context).hasIdentity(previous)) {
      throw new ServiceException(
          ErrorCode.STORAGE_UNAVAILABLE, "A previous identity of this user is being adopted.");
    }
  }

  // An identity that ACS does not know counts as deleted: for a deletion, this response confirms
  // what was asked for.
  private void deleteAtAcs(Mapping mapping, RequestContext context) {
    if (foreign.isOwn(mapping)) {
      var unused = acs.delete(mapping.communicationUserId(), context);
    }
  }
}
