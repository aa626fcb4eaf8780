package dev.acstoken.identity;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Decorates the port to ACS: reports every change to the request's observer, also a change that
 * failed.
 */
public final class ObservedIdentities implements CommunicationIdentities {

  private static final StateChange CREATED = StateChange.of(StateChange.Kind.IDENTITY_CREATED);

  private final CommunicationIdentities acs;

  public ObservedIdentities(CommunicationIdentities acs) {
    this.acs = acs;
  }

  @Override
  public String endpoint() {
    return acs.endpoint();
  }

  @Override
  public CommunicationUserId create(RequestContext context) {
    return observe(CREATED, context, () -> acs.create(context), CREATED::withIdentity);
  }

  @Override
  public IdentityWithToken createWithToken(TokenGrant grant, RequestContext context) {
    IdentityWithToken created =
        observe(
            CREATED,
            context,
            () -> acs.createWithToken(grant, context),
            identity -> CREATED.withIdentity(identity.id()));
    context.observer().onChange(issued(grant).withIdentity(created.id()));
    return created;
  }

  @Override
  public Optional<AccessToken> issueToken(
      CommunicationUserId id, TokenGrant grant, RequestContext context) {
    StateChange issued = issued(grant).withIdentity(id);
    return observe(
        issued,
        context,
        () -> acs.issueToken(id, grant, context),
        token -> token.isPresent() ? issued : issued.withOutcome(StateChange.Outcome.ABSENT));
  }

  @Override
  public boolean revokeTokens(CommunicationUserId id, RequestContext context) {
    StateChange revoked = StateChange.of(StateChange.Kind.TOKENS_REVOKED).withIdentity(id);
    return observe(
        revoked,
        context,
        () -> acs.revokeTokens(id, context),
        isKnown -> isKnown ? revoked : revoked.withOutcome(StateChange.Outcome.ABSENT));
  }

  @Override
  public boolean delete(CommunicationUserId id, RequestContext context) {
    StateChange deleted = StateChange.of(StateChange.Kind.IDENTITY_DELETED).withIdentity(id);
    return observe(
        deleted,
        context,
        () -> acs.delete(id, context),
        isKnown -> isKnown ? deleted : deleted.withOutcome(StateChange.Outcome.ABSENT));
  }

  private static StateChange issued(TokenGrant grant) {
    return StateChange.of(StateChange.Kind.TOKEN_ISSUED).withScopes(grant.scopes());
  }

  private static <T> T observe(
      StateChange change,
      RequestContext context,
      Supplier<T> call,
      Function<T, StateChange> outcome) {
    T result = Audit.attempt(change, context, call);
    context.observer().onChange(outcome.apply(result));
    return result;
  }
}
