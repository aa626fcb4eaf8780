package dev.acstoken.modelcheck;

import dev.acstoken.identity.IdentityRules;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenPolicy;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.protocol.AccessPolicies;
import dev.acstoken.identity.protocol.AccessPolicies.Precondition;
import dev.acstoken.identity.protocol.Identities;
import dev.acstoken.identity.protocol.IdentityProtocol;
import dev.acstoken.identity.protocol.ProtocolWithoutPauses;
import dev.acstoken.identity.protocol.Recovery;
import dev.acstoken.identity.protocol.Tokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** An operation for a user. */
enum UserOperation {
  CREATE {
    @Override
    Result run(Domain domain) {
      return new Result.Mapped(
          domain
              .identities
              .ensure(SystemState.USER, domain.context)
              .mapping()
              .communicationUserId());
    }
  },
  ISSUE {
    @Override
    Result run(Domain domain) {
      return new Result.Released(
          domain.tokens.issue(SystemState.USER, TokenRequest.DEFAULT, domain.context).token());
    }
  },
  REFRESH {
    @Override
    Result run(Domain domain) {
      return new Result.Released(
          domain.tokens.refresh(SystemState.USER, TokenRequest.DEFAULT, domain.context).token());
    }
  },
  REVOKE {
    @Override
    Result run(Domain domain) {
      domain.tokens.revoke(SystemState.USER, domain.context);
      return new Result.Done();
    }
  },
  DELETE {
    @Override
    Result run(Domain domain) {
      domain.identities.delete(SystemState.USER, domain.context);
      return new Result.Done();
    }
  },
  /** An admin removes one of the two configured scopes from the user. */
  RESTRICT {
    @Override
    Result run(Domain domain) {
      var unused =
          domain.policies.set(
              SystemState.USER, ScopeSet.of(TokenScope.CHAT), Precondition.NONE, domain.context);
      return new Result.Done();
    }
  },
  /** An admin restores the configured scopes. */
  RESET {
    @Override
    Result run(Domain domain) {
      var unused = domain.policies.reset(SystemState.USER, Precondition.NONE, domain.context);
      return new Result.Done();
    }
  },
  RECOVER {
    @Override
    Result run(Domain domain) {
      var unused = domain.recovery.run(domain.context);
      return new Result.Done();
    }
  };

  /** The configured policy, which users inherit. */
  static final TokenPolicy POLICY =
      new TokenPolicy(ScopeSet.of(TokenScope.CHAT, TokenScope.VOIP), new TokenLifetime(60));

  abstract Result run(Domain domain);

  /**
   * The domain over a caller's ports. No time passes, and every pending change is old enough for
   * the recovery.
   */
  static final class Domain {

    private final RequestContext context = RequestContext.within(Duration.ofHours(1));
    private final Identities identities;
    private final Tokens tokens;
    private final AccessPolicies policies;
    private final Recovery recovery;

    Domain(Replay replay, UserModel model, Instant clock) {
      var initialState = model.initialState();
      var ports = new SteppedIdentityPorts(replay, model.mutant(), clock);
      var protocol = protocol(ports, initialState, clock);
      identities = protocol.identities();
      tokens = protocol.tokens();
      policies = protocol.accessPolicies();
      recovery = protocol(ports, initialState, later(clock)).recovery();
      initialState
          .past()
          .ifPresent(
              earlier ->
                  ports.fillCache(
                      earlier,
                      () -> tokens.refresh(SystemState.USER, TokenRequest.DEFAULT, context)));
    }
  }

  private static Instant later(Instant clock) {
    return clock.isBefore(SystemState.LATER) ? SystemState.LATER : clock;
  }

  private static IdentityProtocol protocol(
      SteppedIdentityPorts ports, UserInitialState initialState, Instant clock) {
    var rules = new IdentityRules(initialState.resource(), SystemState.LOSS_PERIOD, POLICY);
    return ProtocolWithoutPauses.of(ports, ports, ports, rules, InstantSource.fixed(clock));
  }
}
