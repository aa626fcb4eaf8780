package dev.acstoken.identity;

import java.util.Optional;
import java.util.Set;

/** Issues, refreshes and revokes the tokens of users' identities. */
public final class Tokens {

  private final CommunicationIdentities acs;
  private final Lifecycle lifecycle;
  private final TokenPolicy policy;

  public Tokens(Lifecycle lifecycle, TokenPolicy policy) {
    this.acs = lifecycle.acs();
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
      var mapping = lifecycle.findHereOrMakeRoom(user, deadline);
      var issued =
          mapping.isPresent()
              ? issueFor(mapping.get(), request, deadline)
              : issueWithNewIdentity(user, request, deadline);
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
      var mapping = lifecycle.findHere(user, deadline).orElseThrow(Identities::notFound);
      var issued = issueFor(mapping, request, deadline);
      if (issued.isPresent()) {
        return issued.get();
      }
    }
  }

  /** Revokes every token issued to the user so far; a user without identity is no failure. */
  public void revoke(User user, Deadline deadline) {
    lifecycle
        .findHere(user, deadline)
        .ifPresent(mapping -> acs.revokeTokens(mapping.communicationUserId(), deadline));
  }

  private Optional<Issued> issueWithNewIdentity(
      User user, TokenRequest request, Deadline deadline) {
    TokenGrant grant = policy.grant(request, Optional.empty());
    return lifecycle.createAlone(
        user,
        () -> {
          var created = acs.createWithToken(grant, Lifecycle.forCreation(deadline));
          return lifecycle
              .establish(user, created.id(), deadline)
              .map(mapping -> new Issued(created.token(), grant.scopes(), mapping, true));
        },
        deadline);
  }

  // The token is released only if, after ACS made it, the row still says what it was made from: so
  // none escapes a deletion or a scope that was taken away meanwhile. Otherwise the next round
  // decides afresh.
  private Optional<Issued> issueFor(Mapping mapping, TokenRequest request, Deadline deadline) {
    TokenGrant grant = policy.grant(request, mapping.allowedScopes());
    var token = acs.issueToken(mapping.communicationUserId(), grant, deadline);
    if (token.isEmpty()) {
      lifecycle.end(mapping, deadline);
      return Optional.empty();
    }
    return lifecycle
        .findHere(mapping.user(), deadline)
        .filter(mapping::isSameIdentityAs)
        .filter(now -> now.allowedScopes().equals(mapping.allowedScopes()))
        .map(now -> new Issued(token.get(), grant.scopes(), now, false));
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
