package dev.acstoken.identity.protocol.modelcheck;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.Deadline;
import dev.acstoken.identity.TokenLifetime;
import dev.acstoken.identity.TokenPolicy;
import dev.acstoken.identity.TokenRequest;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.protocol.AccessPolicies;
import dev.acstoken.identity.protocol.Identities;
import dev.acstoken.identity.protocol.Lifecycle;
import dev.acstoken.identity.protocol.Sweep;
import dev.acstoken.identity.protocol.Tokens;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** An operation of the real domain, in a process of its own. */
enum Act {
  CREATE {
    @Override
    Result run(Domain domain) {
      return Result.mapping(domain.identities.ensure(World.USER, domain.deadline).mapping());
    }
  },
  ISSUE {
    @Override
    Result run(Domain domain) {
      return Result.token(
          domain.tokens.issue(World.USER, TokenRequest.DEFAULT, domain.deadline).token());
    }
  },
  REFRESH {
    @Override
    Result run(Domain domain) {
      return Result.token(
          domain.tokens.refresh(World.USER, TokenRequest.DEFAULT, domain.deadline).token());
    }
  },
  REVOKE {
    @Override
    Result run(Domain domain) {
      domain.tokens.revoke(World.USER, domain.deadline);
      return Result.DONE;
    }
  },
  DELETE {
    @Override
    Result run(Domain domain) {
      domain.identities.delete(World.USER, domain.deadline);
      return Result.DONE;
    }
  },
  /** An admin takes a scope away, of the two that are configured for all. */
  RESTRICT {
    @Override
    Result run(Domain domain) {
      var unused =
          domain.policies.set(World.USER, Set.of(TokenScope.CHAT), access -> true, domain.deadline);
      return Result.DONE;
    }
  },
  /** An admin gives back what is configured for all. */
  RESET {
    @Override
    Result run(Domain domain) {
      var unused = domain.policies.reset(World.USER, access -> true, domain.deadline);
      return Result.DONE;
    }
  },
  SWEEP {
    @Override
    Result run(Domain domain) {
      var unused = domain.sweep.run(domain.deadline);
      return Result.DONE;
    }
  };

  /** What is configured for all. */
  static final TokenPolicy POLICY =
      new TokenPolicy(Set.of(TokenScope.CHAT, TokenScope.VOIP), new TokenLifetime(60));

  abstract Result run(Domain domain);

  /** The domain over a caller's ports, in which no time passes and every record counts as old. */
  static final class Domain {
    private static final InstantSource NOW = InstantSource.fixed(World.NOW);
    private static final InstantSource LATER =
        InstantSource.fixed(World.NOW.plus(Duration.ofHours(1)));

    private final Deadline deadline = Deadline.in(Duration.ofHours(1));
    private final Identities identities;
    private final Tokens tokens;
    private final AccessPolicies policies;
    private final Sweep sweep;

    Domain(SteppedPorts ports, Optional<World> past) {
      Lifecycle lifecycle = new Lifecycle(ports, ports, NOW);
      identities = new Identities(lifecycle);
      tokens = new Tokens(lifecycle, POLICY);
      policies = new AccessPolicies(lifecycle, POLICY);
      sweep = new Sweep(lifecycle, ports, LATER);
      past.ifPresent(
          gone ->
              ports.remember(
                  gone, () -> tokens.refresh(World.USER, TokenRequest.DEFAULT, deadline)));
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
