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

/** Issues, refreshes and revokes the tokens of users' identities. */
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
   * Issues a token. A user without identity gets one in the same call to ACS, as does a user whose
   * identity ACS no longer knows.
   *
   * @throws ServiceException with {@link ErrorCode#SCOPE_NOT_ALLOWED} among others
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
   * Issues a token for an identity that exists. It never creates one, so that an app's background
   * refresh does not bring a deleted user back.
   *
   * @throws ServiceException with {@link ErrorCode#IDENTITY_NOT_FOUND} or {@link
   *     ErrorCode#SCOPE_NOT_ALLOWED} among others
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

  /** Revokes every token issued to the user so far. A user without identity is no failure. */
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

  // Saves the first of two reads, because the row is read after ACS responded in any case, and only
  // that row releases the token. Any other outcome, a refusal too, may rest on an outdated account
  // and is left to the path that reads first.
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

  // A token is released only if, after ACS issued it, the row is unchanged: so no token escapes a
  // deletion or a scope that was taken away meanwhile. Otherwise the next attempt decides afresh.
  private Optional<IssueResult> release(
      IssueResult issued, Account account, RequestContext context) {
    return accounts.isUnchanged(account, context) ? Optional.of(issued) : Optional.empty();
  }

  /**
   * An issued token.
   *
   * @param token the token, released
   * @param scopes the token's scopes
   * @param mapping the mapping under which it was issued
   * @param identityIsNew whether the user had no identity before
   */
  public record IssueResult(
      AccessToken token, ScopeSet scopes, Mapping mapping, boolean identityIsNew) {}
}
