package dev.acstoken.identity.protocol;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.IdentityRules;
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
 * user's row is unchanged. The row is read after ACS issued the token, or at most a {@link
 * ReadLease} before.
 */
public final class Tokens {

  private final CommunicationIdentities acs;
  private final Accounts accounts;
  private final Provisioning provisioning;
  private final Revocation revocation;
  private final IdentityLoss loss;
  private final ReplacementLimit replacements;
  private final IntentLog log;
  private final AcsResource resource;
  private final TokenPolicy policy;

  Tokens(
      CommunicationIdentities acs,
      Accounts accounts,
      Provisioning provisioning,
      Revocation revocation,
      IdentityLoss loss,
      ReplacementLimit replacements,
      IntentLog log,
      IdentityRules rules) {
    this.acs = acs;
    this.accounts = accounts;
    this.provisioning = provisioning;
    this.revocation = revocation;
    this.loss = loss;
    this.replacements = replacements;
    this.log = log;
    this.resource = rules.resource();
    this.policy = rules.tokens();
  }

  /**
   * Issues a token. If the user has no identity, an identity is created in the same call to ACS. An
   * identity that is lost for certain is replaced. The operation starts over if another request
   * changes the account at the same time.
   *
   * @throws ServiceException with {@link ErrorCode#SCOPE_NOT_ALLOWED}, or with {@link
   *     ErrorCode#IDENTITY_UNCONFIRMED} if ACS does not know the identity and it is too early to
   *     replace it, among other errors
   */
  public IssueResult issue(User user, TokenRequest request, RequestContext context) {
    return issue(user, request, policy, context);
  }

  /**
   * Like the method without a policy, for a user to whom another policy than the configured one
   * applies.
   */
  public IssueResult issue(
      User user, TokenRequest request, TokenPolicy tokenPolicy, RequestContext context) {
    return issueFromCache(user, request, tokenPolicy, context)
        .orElseGet(
            () ->
                OptimisticRetry.run(
                    context, () -> issueFromStore(user, request, tokenPolicy, context)));
  }

  private Optional<IssueResult> issueFromStore(
      User user, TokenRequest request, TokenPolicy tokenPolicy, RequestContext context) {
    LeasedRead read = accounts.findWithLease(user, context);
    Account account = read.account().get();
    boolean hasIdentity = accounts.identityOf(account).isPresent();
    TokenGrant grant = tokenPolicy.grant(request, account.policy());
    return hasIdentity
        ? issueOrReplace(account, read, grant, context)
        : issueWithNewIdentity(account, grant, context);
  }

  /**
   * Issues a token for an existing identity. It never creates an identity, so that an app's
   * background refresh does not bring a deleted user back. It never ends a mapping either.
   *
   * @throws ServiceException with {@link ErrorCode#IDENTITY_NOT_FOUND}, also if the identity is
   *     lost for certain, {@link ErrorCode#IDENTITY_UNCONFIRMED} or {@link
   *     ErrorCode#SCOPE_NOT_ALLOWED}, among other errors
   */
  public IssueResult refresh(User user, TokenRequest request, RequestContext context) {
    return refresh(user, request, policy, context);
  }

  /**
   * Like the method without a policy, for a user to whom another policy than the configured one
   * applies.
   */
  public IssueResult refresh(
      User user, TokenRequest request, TokenPolicy tokenPolicy, RequestContext context) {
    return issueFromCache(user, request, tokenPolicy, context)
        .orElseGet(
            () ->
                OptimisticRetry.run(
                    context, () -> refreshFromStore(user, request, tokenPolicy, context)));
  }

  private Optional<IssueResult> refreshFromStore(
      User user, TokenRequest request, TokenPolicy tokenPolicy, RequestContext context) {
    LeasedRead read = accounts.findWithLease(user, context);
    Account account = read.account().get();
    if (accounts.identityOf(account).isEmpty()) {
      throw Identities.notFound();
    }
    TokenGrant grant = tokenPolicy.grant(request, account.policy());
    Optional<IssueResult> issued = issueFor(account, grant, context);
    if (issued.isPresent()) {
      return release(issued.get(), account, read, context);
    }
    if (loss.confirm(account, context)) {
      throw Identities.notFound();
    }
    return Optional.empty();
  }

  /**
   * Revokes every token that was issued to the user so far, also those of the user's previous
   * identities. When this method returns, ACS has confirmed it. Does nothing if the user has no
   * identity at this ACS resource.
   *
   * <p>If this method fails after the revocation was recorded, {@link Recovery} completes it. It
   * may then also revoke tokens that were issued meanwhile.
   *
   * @throws ServiceException with {@link ErrorCode#IDENTITY_UNCONFIRMED} if ACS does not know the
   *     identity and it is too early to take it for lost, among other errors
   */
  public void revoke(User user, RequestContext context) {
    OptimisticRetry.run(
        context,
        () -> {
          Account account = accounts.find(user, context);
          Optional<Mapping> identity =
              accounts.identityOf(account).or(() -> accounts.previousOf(user, context));
          return identity.isEmpty()
              ? Optional.of(account)
              : revoke(account, identity.get(), context);
        });
  }

  private Optional<Account> revoke(Account account, Mapping identity, RequestContext context) {
    PendingChange pending = log.begin(PendingChange.Kind.REVOCATION, identity, context);
    Optional<Account> revoked = revocation.revokeAndStore(account, context);
    if (revoked.isPresent()) {
      BestEffort.run(() -> log.complete(pending, context));
    }
    return revoked;
  }

  private Optional<IssueResult> issueWithNewIdentity(
      Account account, TokenGrant grant, RequestContext context) {
    return provisioning.createOnce(
        account.user(),
        current ->
            current.equals(account)
                ? createWithToken(account, grant, context)
                : Optional.<IssueResult>empty(),
        context);
  }

  // Of several requests for a user whose identity is lost, only the one that replaces it counts
  // against the limit.
  private Optional<IssueResult> createWithToken(
      Account account, TokenGrant grant, RequestContext context) {
    if (accounts.identityOf(account).isPresent()) {
      replacements.acquire();
    }
    var created = acs.createWithToken(grant, Provisioning.forCreation(context));
    return provisioning
        .commitMapping(account, created.id(), context)
        .filter(mapped -> mapped.policy().equals(account.policy()) && !mapped.isChanging())
        .map(mapped -> releaseNew(created.token(), grant, mapped));
  }

  // The mapping was stored after ACS had issued the token, and only if the row was unchanged. This
  // write takes the place of the read.
  private IssueResult releaseNew(AccessToken token, TokenGrant grant, Account mapped) {
    accounts.cache(mapped);
    return result(token, grant, mapped.mapping().orElseThrow(), true);
  }

  // A cached account saves the read before the call to ACS. The row is read in any case, during the
  // call or after it, and only that read releases the token. Any other outcome, also a refusal, may
  // be based on an outdated account, so the result is empty and the caller reads the row first.
  private Optional<IssueResult> issueFromCache(
      User user, TokenRequest request, TokenPolicy tokenPolicy, RequestContext context) {
    return accounts
        .cached(user)
        .filter(account -> tokenPolicy.allows(request, account.policy()))
        .flatMap(
            account -> {
              TokenGrant grant = tokenPolicy.grant(request, account.policy());
              LeasedRead read = accounts.beginRead(account, context);
              Optional<IssueResult> issued = issueFor(account, grant, context);
              if (issued.isEmpty()) {
                accounts.evict(account.user());
              }
              return issued.flatMap(result -> release(result, account, read, context));
            });
  }

  private Optional<IssueResult> issueOrReplace(
      Account account, LeasedRead read, TokenGrant grant, RequestContext context) {
    Optional<IssueResult> issued = issueFor(account, grant, context);
    if (issued.isPresent()) {
      return release(issued.get(), account, read, context);
    }
    return loss.confirm(account, context)
        ? issueWithNewIdentity(account, grant, context)
        : Optional.empty();
  }

  // Empty if ACS does not know the identity.
  private Optional<IssueResult> issueFor(
      Account account, TokenGrant grant, RequestContext context) {
    Mapping mapping = account.mapping().orElseThrow();
    return acs.issueToken(mapping.communicationUserId(), grant, context)
        .map(token -> result(token, grant, mapping, false));
  }

  private IssueResult result(
      AccessToken token, TokenGrant grant, Mapping mapping, boolean identityIsNew) {
    return new IssueResult(token, grant.scopes(), mapping, resource.endpoint(), identityIsNew);
  }

  // A token is released only if the row is unchanged. So no valid token is released after a
  // deletion, which ends the identity's tokens at ACS, or with a scope that was removed in the
  // meantime, which ends them after the lease. Otherwise the result is empty, and the next attempt
  // starts with the current row.
  //
  // The token proves that ACS knows the identity. If ACS had denied it before, the write that
  // removes the record takes the place of the read, because it has the same condition.
  private Optional<IssueResult> release(
      IssueResult issued, Account account, LeasedRead read, RequestContext context) {
    boolean wasUnknown = account.mapping().flatMap(Mapping::unknownSince).isPresent();
    boolean isUnchanged =
        wasUnknown
            ? accounts.replaceUnchanged(account.withUnknownSince(Optional.empty()), context)
            : accounts.isUnchanged(account, read, context);
    return isUnchanged ? Optional.of(issued) : Optional.empty();
  }

  /**
   * An issued token that may be released.
   *
   * @param token the token
   * @param scopes the token's scopes
   * @param mapping the mapping to the identity of the token
   * @param endpoint the endpoint of the ACS resource that accepts the token
   * @param identityIsNew whether this operation created the identity
   */
  public record IssueResult(
      AccessToken token,
      ScopeSet scopes,
      Mapping mapping,
      String endpoint,
      boolean identityIsNew) {}
}
