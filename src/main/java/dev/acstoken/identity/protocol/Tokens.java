package dev.acstoken.identity.protocol;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.Failure;
import dev.acstoken.identity.IdentityException;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.TokenGrant;
import dev.acstoken.identity.TokenPolicy;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
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
    return issueAsKnown(user, request, deadline)
        .orElseGet(() -> issueAsRead(user, request, deadline));
  }

  private Issued issueAsRead(User user, TokenRequest request, Deadline deadline) {
    for (int round = 1; ; round++) {
      Lifecycle.checkRound(round, deadline);
      var account = lifecycle.findOrMakeRoom(user, deadline);
      var issued =
          account.mapping().isPresent()
              ? issueOrEnd(account, request, deadline)
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
    return issueAsKnown(user, request, deadline)
        .orElseGet(() -> refreshAsRead(user, request, deadline));
  }

  private Issued refreshAsRead(User user, TokenRequest request, Deadline deadline) {
    for (int round = 1; ; round++) {
      Lifecycle.checkRound(round, deadline);
      var account = lifecycle.find(user, deadline);
      if (lifecycle.here(account).isEmpty()) {
        throw Identities.notFound();
      }
      var issued = issueOrEnd(account, request, deadline);
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
        .filter(mapped -> lifecycle.isStill(mapped, deadline))
        .flatMap(Account::mapping)
        .map(mapping -> new Issued(created.token(), grant.scopes(), mapping, true));
  }

  // Saves the first of two reads: what the row says is read after ACS answered in any case. Only
  // such a row releases the token. Whatever else comes of it, a refusal too, may be out of date,
  // and is left to those who read first.
  private Optional<Issued> issueAsKnown(User user, TokenRequest request, Deadline deadline) {
    return lifecycle
        .findKnown(user)
        .filter(account -> policy.allows(request, account.allowedScopes()))
        .flatMap(
            account -> {
              Optional<Issued> issued = issueFor(account, request, deadline);
              if (issued.isEmpty()) {
                lifecycle.forget(user);
              }
              return issued.flatMap(it -> released(it, account, deadline));
            });
  }

  private Optional<Issued> issueOrEnd(Account account, TokenRequest request, Deadline deadline) {
    Optional<Issued> issued = issueFor(account, request, deadline);
    if (issued.isEmpty()) {
      lifecycle.end(account, deadline);
    }
    return issued.flatMap(it -> released(it, account, deadline));
  }

  // Empty if ACS does not know the identity.
  private Optional<Issued> issueFor(Account account, TokenRequest request, Deadline deadline) {
    Mapping mapping = account.mapping().orElseThrow();
    TokenGrant grant = policy.grant(request, account.allowedScopes());
    return lifecycle
        .acs()
        .issueToken(mapping.communicationUserId(), grant, deadline)
        .map(token -> new Issued(token, grant.scopes(), mapping, false));
  }

  // A token is released only if, after ACS made it, the row still is what it was made from: so none
  // escapes a deletion or a scope that was taken away meanwhile. Otherwise the next round decides
  // afresh.
  private Optional<Issued> released(Issued issued, Account account, Deadline deadline) {
    return lifecycle.isStill(account, deadline) ? Optional.of(issued) : Optional.empty();
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
