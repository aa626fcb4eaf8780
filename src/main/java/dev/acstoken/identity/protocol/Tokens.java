package dev.acstoken.identity.protocol;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.TokenGrant;
import dev.acstoken.identity.TokenPolicy;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.User;
import java.util.Optional;

/**
 * Issues, refreshes and revokes the tokens of users' identities. A token is released only if the
 * user's row, read after ACS issued the token, is unchanged.
 */
public final class Tokens {

  private final CommunicationIdentities acs;
  private final Accounts accounts;
  private final Provisioning provisioning;
  private final Deletion deletion;
  private final TokenPolicy policy;

  Tokens(
      CommunicationIdentities acs,
      Accounts accounts,
      Provisioning provisioning,
      Deletion deletion,
      TokenPolicy policy) {
    this.acs = acs;
    this.accounts = accounts;
    this.provisioning = provisioning;
    this.deletion = deletion;
    this.policy = policy;
  }

  /**
   * Issues a token. If the user has no identity, an identity is created in the same call to ACS. If
   * ACS does not know the user's identity, the mapping is deleted and a new identity is created.
   * The operation starts over if another request changes the account at the same time.
   *
   * @throws ServiceException with {@link ErrorCode#SCOPE_NOT_ALLOWED}, among other errors
   */
  public IssueResult issue(User user, TokenRequest request, RequestContext context) {
    return issueFromCache(user, request, context)
        .orElseGet(
            () -> OptimisticRetry.run(context, () -> issueFromStore(user, request, context)));
  }

  private Optional<IssueResult> issueFromStore(
      User user, TokenRequest request, RequestContext context) {
    Account account = accounts.findWithoutForeignIdentity(user, context);
    return account.mapping().isPresent()
        ? issueOrDelete(account, request, context)
        : issueWithNewIdentity(account, request, context);
  }

  /**
   * Issues a token for an existing identity. It never creates an identity, so that an app's
   * background refresh does not bring a deleted user back. If ACS does not know the user's
   * identity, the mapping is deleted.
   *
   * @throws ServiceException with {@link ErrorCode#IDENTITY_NOT_FOUND} or {@link
   *     ErrorCode#SCOPE_NOT_ALLOWED}, among other errors
   */
  public IssueResult refresh(User user, TokenRequest request, RequestContext context) {
    return issueFromCache(user, request, context)
        .orElseGet(
            () -> OptimisticRetry.run(context, () -> refreshFromStore(user, request, context)));
  }

  private Optional<IssueResult> refreshFromStore(
      User user, TokenRequest request, RequestContext context) {
    Account account = accounts.find(user, context);
    if (accounts.identityOf(account).isEmpty()) {
      throw Identities.notFound();
    }
    return issueOrDelete(account, request, context);
  }

  /**
   * Revokes every token that was issued to the user so far. Does nothing if the user has no
   * identity at this ACS resource.
   */
  public void revoke(User user, RequestContext context) {
    accounts
        .identityOf(accounts.find(user, context))
        .ifPresent(mapping -> acs.revokeTokens(mapping.communicationUserId(), context));
  }

  private Optional<IssueResult> issueWithNewIdentity(
      Account account, TokenRequest request, RequestContext context) {
    TokenGrant grant = policy.grant(request, account.policy());
    return provisioning.createOnce(
        account.user(),
        current ->
            current.equals(account)
                ? createWithToken(account, grant, context)
                : Optional.<IssueResult>empty(),
        context);
  }

  private Optional<IssueResult> createWithToken(
      Account account, TokenGrant grant, RequestContext context) {
    var created = acs.createWithToken(grant, Provisioning.forCreation(context));
    return provisioning
        .commitMapping(account, created.id(), context)
        .filter(mapped -> mapped.policy().equals(account.policy()))
        .filter(mapped -> accounts.isUnchanged(mapped, context))
        .flatMap(Account::mapping)
        .map(mapping -> new IssueResult(created.token(), grant.scopes(), mapping, true));
  }

  // A cached account saves the read before the call to ACS. The row is read after the call in any
  // case, and only that read releases the token. Any other outcome, also a refusal, may be based on
  // an outdated account, so the result is empty and the caller reads the row first.
  private Optional<IssueResult> issueFromCache(
      User user, TokenRequest request, RequestContext context) {
    return accounts
        .cached(user)
        .filter(account -> policy.allows(request, account.policy()))
        .flatMap(
            account -> {
              Optional<IssueResult> issued = issueFor(account, request, context);
              if (issued.isEmpty()) {
                accounts.evict(user);
              }
              return issued.flatMap(result -> release(result, account, context));
            });
  }

  private Optional<IssueResult> issueOrDelete(
      Account account, TokenRequest request, RequestContext context) {
    Optional<IssueResult> issued = issueFor(account, request, context);
    if (issued.isEmpty()) {
      deletion.deleteIdentity(account, context);
    }
    return issued.flatMap(result -> release(result, account, context));
  }

  // Empty if ACS does not know the identity.
  private Optional<IssueResult> issueFor(
      Account account, TokenRequest request, RequestContext context) {
    Mapping mapping = account.mapping().orElseThrow();
    TokenGrant grant = policy.grant(request, account.policy());
    return acs.issueToken(mapping.communicationUserId(), grant, context)
        .map(token -> new IssueResult(token, grant.scopes(), mapping, false));
  }

  // A token is released only if the row is still unchanged after ACS issued the token. So no token
  // is released after a deletion, or with a scope that was removed in the meantime. Otherwise the
  // result is empty, and the next attempt starts with the current row.
  private Optional<IssueResult> release(
      IssueResult issued, Account account, RequestContext context) {
    return accounts.isUnchanged(account, context) ? Optional.of(issued) : Optional.empty();
  }

  /**
   * An issued token that may be released.
   *
   * @param token the token
   * @param scopes the token's scopes
   * @param mapping the mapping to the identity of the token
   * @param identityIsNew whether this operation created the identity
   */
  public record IssueResult(
      AccessToken token, ScopeSet scopes, Mapping mapping, boolean identityIsNew) {}
}
