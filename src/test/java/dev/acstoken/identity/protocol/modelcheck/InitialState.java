package dev.acstoken.identity.protocol.modelcheck;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.protocol.PendingChange;
import java.util.Optional;

/** The state of the system before the callers start. */
enum InitialState {
  /** The user has nothing. */
  NOTHING,
  /** The user has an identity and a token that is in use. */
  IDENTITY,
  /** As {@link #IDENTITY}, and every process has the account in its cache. */
  CACHED_IDENTITY,
  /** A deletion was interrupted after it marked the row. */
  INTERRUPTED_DELETION,
  /** A creation was interrupted before it stored the row. */
  INTERRUPTED_CREATION,
  /** The row is for another ACS resource. */
  OTHER_RESOURCE,
  /** ACS no longer knows the identity. */
  UNKNOWN_TO_ACS,
  /**
   * As {@link #UNKNOWN_TO_ACS}, and every process cached the account while the identity existed.
   */
  CACHED_BUT_UNKNOWN_TO_ACS,
  /** The user has a policy but no identity. */
  POLICY,
  /** A policy change was interrupted after it removed a scope and before it revoked the tokens. */
  INTERRUPTED_REVOCATION;

  private static final AccessPolicy NARROW = AccessPolicy.custom(ScopeSet.of(TokenScope.CHAT));

  SystemState system() {
    SystemState system = new SystemState();
    if (this == NOTHING) {
      return system;
    }
    if (this == POLICY) {
      system.row = new Account(SystemState.USER, Optional.empty(), NARROW, Optional.of("initial"));
      return system;
    }
    CommunicationUserId id = new CommunicationUserId("8:acs:initial");
    Mapping mapping =
        new Mapping(
            SystemState.USER,
            id,
            this == OTHER_RESOURCE ? SystemState.OTHER_ACS_ENDPOINT : SystemState.ACS_ENDPOINT,
            state(),
            SystemState.NOW);
    system.everWritten.add(id);
    system.owned.add(id);
    if (this != INTERRUPTED_CREATION) {
      system.row =
          new Account(
              SystemState.USER,
              Optional.of(mapping),
              this == INTERRUPTED_REVOCATION ? NARROW : AccessPolicy.INHERITED,
              Optional.of("initial"));
    }
    pendingKind()
        .map(kind -> new PendingChange(kind, mapping, SystemState.NOW, "initial"))
        .ifPresent(change -> system.pending.put(SystemState.PendingKey.of(change), change));
    if (this != UNKNOWN_TO_ACS && this != CACHED_BUT_UNKNOWN_TO_ACS && this != OTHER_RESOURCE) {
      system.live.add(id);
    }
    if (this == IDENTITY
        || this == CACHED_IDENTITY
        || this == INTERRUPTED_DELETION
        || this == INTERRUPTED_REVOCATION) {
      AccessToken token = new AccessToken("initial", SystemState.NOW);
      system.tokens.put(token, new SystemState.IssuedToken(id, Operation.POLICY.scopes()));
      system.released.add(token);
    }
    return system;
  }

  /**
   * Returns the earlier state in which every process cached the account. The row is the same as
   * now, and the identity existed then.
   */
  Optional<SystemState> past() {
    return this == CACHED_IDENTITY || this == CACHED_BUT_UNKNOWN_TO_ACS
        ? Optional.of(CACHED_IDENTITY.system())
        : Optional.empty();
  }

  private Mapping.State state() {
    return switch (this) {
      case INTERRUPTED_DELETION -> Mapping.State.DELETING;
      case INTERRUPTED_REVOCATION -> Mapping.State.REVOKING;
      default -> Mapping.State.ACTIVE;
    };
  }

  private Optional<PendingChange.Kind> pendingKind() {
    return switch (this) {
      case INTERRUPTED_CREATION, INTERRUPTED_DELETION -> Optional.of(PendingChange.Kind.IDENTITY);
      case INTERRUPTED_REVOCATION -> Optional.of(PendingChange.Kind.POLICY);
      default -> Optional.empty();
    };
  }
}
