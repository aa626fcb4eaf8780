package dev.acstoken.modelcheck;

import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.IdentityRules;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.AccessPolicies;
import dev.acstoken.identity.protocol.Identities;
import dev.acstoken.identity.protocol.Recovery;
import dev.acstoken.identity.protocol.Tokens;
import java.time.Duration;
import java.time.Instant;

/**
 * The domain over a caller's ports, for one user. Every pending change is old enough for the
 * recovery.
 */
final class UserDomain {

  private final RequestContext context = RequestContext.within(Duration.ofHours(1));
  private final User user;
  private final SteppedIdentityPorts ports;
  private final Identities identities;
  private final Tokens tokens;
  private final AccessPolicies policies;
  private final Recovery recovery;

  UserDomain(User user, SteppedIdentityPorts ports, IdentityRules rules, Instant clock) {
    var protocol = ports.protocol(rules, clock);
    this.user = user;
    this.ports = ports;
    identities = protocol.identities();
    tokens = protocol.tokens();
    policies = protocol.accessPolicies();
    recovery = ports.protocol(rules, later(clock)).recovery();
  }

  /**
   * Creates the domain of a process that has cached what the initial state says.
   *
   * @param readsAhead whether a user's row may be read before ACS has issued a token
   */
  static UserDomain at(
      UserInitialState initialState,
      SteppedIdentityPorts ports,
      boolean readsAhead,
      Instant clock) {
    var rules =
        new IdentityRules(initialState.resource(), SystemState.LOSS_PERIOD, UserOperation.POLICY);
    var domain =
        new UserDomain(
            SystemState.USER, ports, readsAhead ? rules : rules.withoutReadingAhead(), clock);
    initialState.past().ifPresent(earlier -> ports.fillCache(earlier, domain::refresh));
    return domain;
  }

  private static Instant later(Instant clock) {
    return clock.isBefore(SystemState.LATER) ? SystemState.LATER : clock;
  }

  Result create() {
    return new Result.Mapped(identities.ensure(user, context).mapping().communicationUserId());
  }

  Result adopt(CommunicationUserId id) {
    var adopted = identities.adopt(user, id, Identities.Precondition.NONE, context);
    return new Result.Mapped(adopted.mapping().communicationUserId());
  }

  Result issue() {
    return released(tokens.issue(user, TokenRequest.DEFAULT, context));
  }

  Result refresh() {
    return released(tokens.refresh(user, TokenRequest.DEFAULT, context));
  }

  private Result released(Tokens.IssueResult issued) {
    return new Result.Released(ports.release(issued.token()));
  }

  Result revoke() {
    tokens.revoke(user, context);
    return new Result.Done();
  }

  Result delete() {
    identities.delete(user, context);
    return new Result.Done();
  }

  /** An admin removes one of the two configured scopes from the user. */
  Result restrict() {
    var scopes = ScopeSet.of(TokenScope.CHAT);
    var unused = policies.set(user, scopes, AccessPolicies.Precondition.NONE, context);
    return new Result.Done();
  }

  /** An admin restores the configured scopes. */
  Result reset() {
    var unused = policies.reset(user, AccessPolicies.Precondition.NONE, context);
    return new Result.Done();
  }

  Result recover() {
    var unused = recovery.run(context);
    return new Result.Done();
  }
}
