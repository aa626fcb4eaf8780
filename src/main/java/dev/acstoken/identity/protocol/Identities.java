package dev.acstoken.identity.protocol;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.MappingStore;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Creates, reads and deletes users' ACS identities. */
public final class Identities {

  private final CommunicationIdentities acs;
  private final MappingStore store;
  private final Accounts accounts;
  private final Provisioning provisioning;
  private final Adoption adoption;
  private final Deletion deletion;

  Identities(
      CommunicationIdentities acs,
      MappingStore store,
      Accounts accounts,
      Provisioning provisioning,
      Adoption adoption,
      Deletion deletion) {
    this.acs = acs;
    this.store = store;
    this.accounts = accounts;
    this.provisioning = provisioning;
    this.adoption = adoption;
    this.deletion = deletion;
  }

  /** Like the method with a precondition, for a caller who wants the identity in any case. */
  public EnsureResult ensure(User user, RequestContext context) {
    return ensure(user, Precondition.NONE, context);
  }

  /**
   * Creates the user's identity, unless the user has one. Concurrent calls create one identity. An
   * identity of a former ACS resource is replaced, if the operator has given it up.
   *
   * <p>This method cannot detect that ACS has lost a mapped identity, because ACS has no operation
   * that only reads.
   *
   * @param precondition is checked before an identity is created, and again after a concurrent
   *     change
   * @throws ServiceException with {@link ErrorCode#SCOPE_NOT_ALLOWED} if the user has no identity
   *     and is blocked, among other errors
   */
  public EnsureResult ensure(User user, Precondition precondition, RequestContext context) {
    return OptimisticRetry.run(
        context,
        () -> {
          Optional<Mapping> existing = accounts.identityOf(accounts.find(user, context));
          precondition.check(existing.isPresent());
          return existing.isPresent()
              ? existing.map(mapping -> new EnsureResult(mapping, false))
              : provisioning
                  .createOnce(user, account -> create(account, context), context)
                  .map(mapping -> new EnsureResult(mapping, true));
        });
  }

  private Optional<Mapping> create(Account account, RequestContext context) {
    if (accounts.identityOf(account).isPresent()) {
      return Optional.empty();
    }
    AccessPolicy.requireNotBlocked(account.policy());
    CommunicationUserId created = acs.create(Provisioning.forCreation(context));
    return provisioning.commitMapping(account, created, context).flatMap(Account::mapping);
  }

  /**
   * Maps the user to an identity that exists at ACS already. Does nothing if the user has this
   * identity. A blocked user may get one, because the block stays. An identity of a former ACS
   * resource is replaced, if the operator has given it up.
   *
   * <p>If this method fails after the mapping was stored, the next request for the user or {@link
   * Recovery} completes the adoption.
   *
   * @param precondition is checked before the identity is mapped, and again after a concurrent
   *     change
   * @throws ServiceException with {@link ErrorCode#IDENTITY_CONFLICT} if the user has another
   *     identity, if the identity has another owner, or if an interrupted change names it; with
   *     {@link ErrorCode#IDENTITY_NOT_FOUND} if the configured ACS resource does not know it, among
   *     other errors
   */
  public EnsureResult adopt(
      User user, CommunicationUserId id, Precondition precondition, RequestContext context) {
    return OptimisticRetry.run(
        context,
        () -> {
          Account account = accounts.find(user, context);
          Optional<Mapping> existing = accounts.identityOf(account);
          precondition.check(existing.isPresent());
          return existing.isPresent()
              ? existing.map(mapping -> new EnsureResult(requireSame(mapping, id), false))
              : adoption
                  .adopt(account, id, context)
                  .map(mapping -> new EnsureResult(mapping, true));
        });
  }

  private static Mapping requireSame(Mapping mapping, CommunicationUserId id) {
    if (!mapping.communicationUserId().equals(id)) {
      throw new ServiceException(
          ErrorCode.IDENTITY_CONFLICT, "This user has another ACS identity.");
    }
    return mapping;
  }

  /** Like the method with a precondition, for a caller who wants the mapping in any case. */
  public Mapping get(User user, RequestContext context) {
    return get(user, Precondition.NONE, context);
  }

  /**
   * Reads the user's mapping.
   *
   * @param precondition is checked before an absent identity is reported
   * @throws ServiceException with {@link ErrorCode#IDENTITY_NOT_FOUND} if the user has no identity
   *     at this ACS resource
   */
  public Mapping get(User user, Precondition precondition, RequestContext context) {
    Optional<Mapping> mapping = accounts.identityOf(accounts.find(user, context));
    precondition.check(mapping.isPresent());
    return mapping.orElseThrow(Identities::notFound);
  }

  /**
   * Finds the owner of an ACS identity among the users of some issuers. Deployments for other
   * issuers may use the same table, and their admins must not learn each other's users.
   *
   * @param owners accepts the users of whom the caller may learn
   * @throws ServiceException with {@link ErrorCode#IDENTITY_NOT_FOUND} if no accepted user owns it
   */
  public User findOwner(CommunicationUserId id, Predicate<User> owners, RequestContext context) {
    return store
        .findOwner(id, context)
        .filter(owners)
        .orElseThrow(
            () ->
                new ServiceException(
                    ErrorCode.IDENTITY_NOT_FOUND, "No user has this ACS identity."));
  }

  /** Like the method with a precondition, for a caller who wants the deletion in any case. */
  public void delete(User user, RequestContext context) {
    delete(user, Precondition.NONE, context);
  }

  /**
   * Deletes the user's identity and the user's previous identities. When this method returns, ACS
   * has confirmed that none of their tokens is valid at this ACS resource, and the mapping is
   * removed. The user's access policy stays. Does nothing if the user has no identity.
   *
   * <p>If this method fails after the mapping was marked, the next request for the user or {@link
   * Recovery} completes the deletion.
   *
   * @param precondition is checked once, before anything is deleted
   */
  public void delete(User user, Precondition precondition, RequestContext context) {
    Account found = accounts.findForDeletion(user, context);
    // Not again after a failed write: that write may have deleted the identity although its
    // response was lost.
    precondition.check(accounts.identityOf(found).isPresent());
    if (!delete(found, context)) {
      OptimisticRetry.run(
          context,
          () ->
              Optional.of(accounts.findForDeletion(user, context))
                  .filter(account -> delete(account, context)));
    }
  }

  // Returns false if another request changed the account first.
  private boolean delete(Account account, RequestContext context) {
    List<PendingChange> previous = deletion.beginPrevious(account.user(), context);
    boolean isDeleted = account.mapping().isEmpty() || deletion.deleteIdentity(account, context);
    if (isDeleted) {
      previous.forEach(pending -> deletion.completePrevious(pending, context));
    }
    return isDeleted;
  }

  static ServiceException notFound() {
    return new ServiceException(ErrorCode.IDENTITY_NOT_FOUND, "This user has no ACS identity.");
  }

  /** The condition under which a caller wants to read, create or delete an identity. */
  @FunctionalInterface
  public interface Precondition {

    /** The precondition of a caller who wants the operation in any case. */
    Precondition NONE = exists -> {};

    /**
     * Checks the condition.
     *
     * @param exists whether the user has an identity at this ACS resource
     * @throws ServiceException with {@link ErrorCode#PRECONDITION_FAILED} if it is not met
     */
    void check(boolean exists);
  }

  /**
   * The identity that {@link #ensure} found or created, or that {@link #adopt} found or adopted.
   *
   * @param mapping the user's mapping
   * @param isNew whether this call mapped the identity to the user
   */
  public record EnsureResult(Mapping mapping, boolean isNew) {}
}
