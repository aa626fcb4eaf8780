package dev.acstoken.identity.protocol;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import java.util.Optional;

/** Deletes identities: marks the mapping, deletes the identity at ACS, removes the rows. */
final class Deletion {

  private final CommunicationIdentities acs;
  private final MappingStore store;
  private final IntentLog log;

  Deletion(CommunicationIdentities acs, MappingStore store, IntentLog log) {
    this.acs = acs;
    this.store = store;
    this.log = log;
  }

  /**
   * Deletes the account's identity.
   *
   * @return false if the account had changed since it was read
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
   * Completes the deletion of an identity that is marked. Several callers may do so at once.
   *
   * @return the account without the identity; empty if another caller was faster to store it
   */
  // The mapping is removed before the log's entry: while one of the two exists, the deletion is
  // completed.
  Optional<Account> complete(Account account, Mapping mapping, RequestContext context) {
    deleteAtAcs(mapping, context);
    store.removeOwner(mapping.communicationUserId(), context);
    Optional<Account> unmapped = store.replace(account.withoutMapping(), context);
    log.discard(mapping.communicationUserId(), context);
    return unmapped;
  }

  /** Deletes an identity that no account is mapped to. */
  void deleteOrphan(Mapping orphan, RequestContext context) {
    deleteAtAcs(orphan, context);
    store.removeOwner(orphan.communicationUserId(), context);
    log.discard(orphan.communicationUserId(), context);
  }

  private void deleteAtAcs(Mapping mapping, RequestContext context) {
    if (acs.belongsToThisResource(mapping)) {
      acs.delete(mapping.communicationUserId(), context);
    }
  }
}
