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
import dev.acstoken.identity.protocol.IdentityProtocol;
import dev.acstoken.identity.protocol.ProtocolWithoutPauses;
import dev.acstoken.identity.protocol.Recovery;
import dev.acstoken.identity.protocol.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The domain over a caller's ports, for one user. No time passes, and every pending change is old
 * enough for the recovery.
 */
final class UserDomain {

  private final RequestContext context = RequestContext.within(Duration.ofHours(1));
  private final User user;
  private final Identities identities;
  private final Tokens tokens;
  private final AccessPolicies policies;
  private final Recovery recovery;

  UserDomain(User user, SteppedIdentityPorts ports, IdentityRules rules, Instant clock) {
    var protocol = protocol(ports, rules, clock);
    this.user = user;
    identities = protocol.identities();
    tokens = protocol.tokens();
    policies = protocol.accessPolicies();
    recovery = protocol(ports, rules, later(clock)).recovery();
  }

  private static Instant later(Instant clock) {
    return clock.isBefore(SystemState.LATER) ? SystemState.LATER : clock;
  }

  private static IdentityProtocol protocol(
      SteppedIdentityPorts ports, IdentityRules rules, Instant clock) {
    return ProtocolWithoutPauses.of(ports, ports, ports, rules, InstantSource.fixed(clock));
  }

  Result create() {
    return new Result.Mapped(identities.ensure(user, context).mapping().communicationUserId());
  }

  Result adopt(CommunicationUserId id) {
    var adopted = identities.adopt(user, id, Identities.Precondition.NONE, context);
    return new Result.Mapped(adopted.mapping().communicationUserId());
  }

  Result issue() {
    return new Result.Released(tokens.issue(user, TokenRequest.DEFAULT, context).token());
  }

  Result refresh() {
    return new Result.Released(tokens.refresh(user, TokenRequest.DEFAULT, context).token());
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
