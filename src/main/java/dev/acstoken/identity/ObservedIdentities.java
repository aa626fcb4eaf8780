package dev.acstoken.identity;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The identities of an ACS resource; of each change the request's observer learns. */
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
  public CommunicationUserId create(Deadline deadline) {
    return observe(CREATED, deadline, () -> acs.create(deadline), CREATED::at);
  }

  @Override
  public IdentityWithToken createWithToken(TokenGrant grant, Deadline deadline) {
    IdentityWithToken created =
        observe(
            CREATED,
            deadline,
            () -> acs.createWithToken(grant, deadline),
            it -> CREATED.at(it.id()));
    deadline.observer().changed(issued(grant).at(created.id()));
    return created;
  }

  @Override
  public Optional<AccessToken> issueToken(
      CommunicationUserId id, TokenGrant grant, Deadline deadline) {
    StateChange issued = issued(grant).at(id);
    return observe(
        issued,
        deadline,
        () -> acs.issueToken(id, grant, deadline),
        token -> token.isPresent() ? issued : issued.as(StateChange.Outcome.NOT_DONE));
  }

  @Override
  public boolean revokeTokens(CommunicationUserId id, Deadline deadline) {
    StateChange revoked = StateChange.of(StateChange.Kind.TOKENS_REVOKED).at(id);
    return observe(
        revoked,
        deadline,
        () -> acs.revokeTokens(id, deadline),
        isKnown -> isKnown ? revoked : revoked.as(StateChange.Outcome.NOT_DONE));
  }

  @Override
  public void delete(CommunicationUserId id, Deadline deadline) {
    StateChange deleted = StateChange.of(StateChange.Kind.IDENTITY_DELETED).at(id);
    var unused =
        observe(
            deleted,
            deadline,
            () -> {
              acs.delete(id, deadline);
              return true;
            },
            any -> deleted);
  }

  private static StateChange issued(TokenGrant grant) {
    return StateChange.of(StateChange.Kind.TOKEN_ISSUED).with(grant.scopes());
  }

  private static <T> T observe(
      StateChange change, Deadline deadline, Supplier<T> call, Function<T, StateChange> outcome) {
    T answer = change.attempt(deadline, call);
    deadline.observer().changed(outcome.apply(answer));
    return answer;
  }
}
