package dev.acstoken.identity.protocol.modelcheck;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenPolicy;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.protocol.AccessPolicies;
import dev.acstoken.identity.protocol.Identities;
import dev.acstoken.identity.protocol.IdentityProtocol;
import dev.acstoken.identity.protocol.Recovery;
import dev.acstoken.identity.protocol.Tokens;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** An operation of the real domain, in a process of its own. */
enum Operation {
  CREATE {
    @Override
    Result run(Domain domain) {
      return Result.mapping(domain.identities.ensure(SystemState.USER, domain.context).mapping());
    }
  },
  ISSUE {
    @Override
    Result run(Domain domain) {
      return Result.token(
          domain.tokens.issue(SystemState.USER, TokenRequest.DEFAULT, domain.context).token());
    }
  },
  REFRESH {
    @Override
    Result run(Domain domain) {
      return Result.token(
          domain.tokens.refresh(SystemState.USER, TokenRequest.DEFAULT, domain.context).token());
    }
  },
  REVOKE {
    @Override
    Result run(Domain domain) {
      domain.tokens.revoke(SystemState.USER, domain.context);
      return Result.DONE;
    }
  },
  DELETE {
    @Override
    Result run(Domain domain) {
      domain.identities.delete(SystemState.USER, domain.context);
      return Result.DONE;
    }
  },
  /** An admin takes a scope away, of the two that are configured for all. */
  RESTRICT {
    @Override
    Result run(Domain domain) {
      var unused =
          domain.policies.set(
              SystemState.USER, ScopeSet.of(TokenScope.CHAT), access -> true, domain.context);
      return Result.DONE;
    }
  },
  /** An admin gives back what is configured for all. */
  RESET {
    @Override
    Result run(Domain domain) {
      var unused = domain.policies.reset(SystemState.USER, access -> true, domain.context);
      return Result.DONE;
    }
  },
  RECOVER {
    @Override
    Result run(Domain domain) {
      var unused = domain.recovery.run(domain.context);
      return Result.DONE;
    }
  };

  /** What is configured for all. */
  static final TokenPolicy POLICY =
      new TokenPolicy(ScopeSet.of(TokenScope.CHAT, TokenScope.VOIP), new TokenLifetime(60));

  abstract Result run(Domain domain);

  /** The domain over a caller's ports, in which no time passes and every record counts as old. */
  static final class Domain {
    private static final InstantSource NOW = InstantSource.fixed(SystemState.NOW);
    private static final InstantSource LATER =
        InstantSource.fixed(SystemState.NOW.plus(Duration.ofHours(1)));

    private final RequestContext context = RequestContext.within(Duration.ofHours(1));
    private final Identities identities;
    private final Tokens tokens;
    private final AccessPolicies policies;
    private final Recovery recovery;

    Domain(SteppedPorts ports, Optional<SystemState> past) {
      var protocol = new IdentityProtocol(ports, ports, ports, POLICY, NOW);
      identities = protocol.identities();
      tokens = protocol.tokens();
      policies = protocol.accessPolicies();
      recovery = new IdentityProtocol(ports, ports, ports, POLICY, LATER).recovery();
      past.ifPresent(
          gone ->
              ports.remember(
                  gone, () -> tokens.refresh(SystemState.USER, TokenRequest.DEFAULT, context)));
    }
  }

  /** What an operation answered when it did not fail. */
  record Result(
      Optional<AccessToken> token, Optional<dev.acstoken.identity.CommunicationUserId> id) {
    static final Result DONE = new Result(Optional.empty(), Optional.empty());

    static Result token(AccessToken token) {
      return new Result(Optional.of(token), Optional.empty());
    }

    static Result mapping(dev.acstoken.identity.Mapping mapping) {
      return new Result(Optional.empty(), Optional.of(mapping.communicationUserId()));
    }
  }
}
