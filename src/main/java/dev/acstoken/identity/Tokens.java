package dev.acstoken.identity;

import java.util.Optional;
import java.util.Set;

/** Issues, refreshes and revokes the tokens of users' identities. */
public final class Tokens {

  private final Lifecycle lifecycle;
  private final TokenPolicy policy;

  public Tokens(Lifecycle lifecycle, TokenPolicy policy) {
    this.lifecycle = lifecycle;
    this.policy = policy;
  }

  /**
   * Issues a token. A user without identity gets one in the same call to ACS, as does one whose
   * identity ACS no longer knows.
   *
   * @throws IdentityException with {@link Failure#SCOPE_NOT_ALLOWED} among others
   */
  public Issued issue(User user, TokenRequest request, Deadline deadline) {
    for (int round = 1; ; round++) {
      Lifecycle.checkRound(round, deadline);
      var account = lifecycle.findOrMakeRoom(user, deadline);
      var issued =
          account.mapping().isPresent()
              ? issueFor(account, account.mapping().get(), request, deadline)
              : issueWithNewIdentity(account, request, deadline);
      if (issued.isPresent()) {
        return issued.get();
      }
    }
  }

  /**
   * Issues a token for an identity that exists; never makes one, so that an app's background
   * refresh does not bring a deleted user back.
   *
   * @throws IdentityException with {@link Failure#IDENTITY_NOT_FOUND} or {@link
   *     Failure#SCOPE_NOT_ALLOWED} among others
   */
  public Issued refresh(User user, TokenRequest request, Deadline deadline) {
    for (int round = 1; ; round++) {
      Lifecycle.checkRound(round, deadline);
      var account = lifecycle.find(user, deadline);
      var mapping = lifecycle.here(account).orElseThrow(Identities::notFound);
      var issued = issueFor(account, mapping, request, deadline);
      if (issued.isPresent()) {
        return issued.get();
      }
    }
  }

  /** Revokes every token issued to the user so far; a user without identity is no failure. */
  public void revoke(User user, Deadline deadline) {
    lifecycle
        .findHere(user, deadline)
        .ifPresent(
            mapping -> lifecycle.acs().revokeTokens(mapping.communicationUserId(), deadline));
  }

  private Optional<Issued> issueWithNewIdentity(
      Account account, TokenRequest request, Deadline deadline) {
    TokenGrant grant = policy.grant(request, account.allowedScopes());
    return lifecycle.createAlone(
        account.user(),
        vacant ->
            vacant.equals(account)
                ? createWithToken(account, grant, deadline)
                : Optional.<Issued>empty(),
        deadline);
  }

  private Optional<Issued> createWithToken(Account account, TokenGrant grant, Deadline deadline) {
    var created = lifecycle.acs().createWithToken(grant, Lifecycle.forCreation(deadline));
    return lifecycle
        .establish(account, created.id(), deadline)
        .filter(mapped -> mapped.allowedScopes().equals(account.allowedScopes()))
        .filter(mapped -> isStill(mapped, deadline))
        .flatMap(Account::mapping)
        .map(mapping -> new Issued(created.token(), grant.scopes(), mapping, true));
  }

  private Optional<Issued> issueFor(
      Account account, Mapping mapping, TokenRequest request, Deadline deadline) {
    TokenGrant grant = policy.grant(request, account.allowedScopes());
    var token = lifecycle.acs().issueToken(mapping.communicationUserId(), grant, deadline);
    if (token.isEmpty()) {
      lifecycle.end(account, deadline);
      return Optional.empty();
    }
    return token
        .filter(it -> isStill(account, deadline))
        .map(it -> new Issued(it, grant.scopes(), mapping, false));
  }

  // A token is released only if, after ACS made it, the row still is what it was made from: so none
  // escapes a deletion or a scope that was taken away meanwhile. Otherwise the next round decides
  // afresh.
  private boolean isStill(Account account, Deadline deadline) {
    return lifecycle.find(account.user(), deadline).equals(account);
  }

  /**
   * @param token the token, released
   * @param scopes what it is good for
   * @param mapping the mapping that it was issued under
   * @param identityIsNew whether the user had no identity before
   */
  public record Issued(
      AccessToken token, Set<TokenScope> scopes, Mapping mapping, boolean identityIsNew) {}
}
