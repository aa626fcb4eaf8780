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

/** What the callers find when they begin. */
enum InitialState {
  /** The user has nothing. */
  NOTHING,
  /** The user has an identity and a token that is in use. */
  IDENTITY,
  /** The same, and every process knows the row since it released a token of that identity. */
  KNOWN_IDENTITY,
  /** A deletion was interrupted after it marked the row. */
  INTERRUPTED_DELETION,
  /** A creation was interrupted before it inserted the row. */
  INTERRUPTED_CREATION,
  /** The row is for another ACS resource. */
  OTHER_RESOURCE,
  /** ACS no longer knows the identity. */
  UNKNOWN_TO_ACS,
  /** The same, and every process knows the row from better days. */
  KNOWN_BUT_NOT_TO_ACS,
  /** The user has a policy, and no identity. */
  POLICY,
  /** A revocation was interrupted after a scope was taken away. */
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
            this == OTHER_RESOURCE ? SystemState.ELSEWHERE : SystemState.HERE,
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
    begun()
        .map(kind -> new PendingChange(kind, mapping, SystemState.NOW, "initial"))
        .ifPresent(change -> system.pending.put(SystemState.PendingKey.of(change), change));
    if (this != UNKNOWN_TO_ACS && this != KNOWN_BUT_NOT_TO_ACS && this != OTHER_RESOURCE) {
      system.live.add(id);
    }
    if (this == IDENTITY
        || this == KNOWN_IDENTITY
        || this == INTERRUPTED_DELETION
        || this == INTERRUPTED_REVOCATION) {
      AccessToken token = new AccessToken("initial", SystemState.NOW);
      system.tokens.put(token, new SystemState.Made(id, Operation.POLICY.scopes()));
      system.released.add(token);
    }
    return system;
  }

  /** What every process saw before: the row as it still is, of an identity that then lived. */
  Optional<SystemState> past() {
    return this == KNOWN_IDENTITY || this == KNOWN_BUT_NOT_TO_ACS
        ? Optional.of(KNOWN_IDENTITY.system())
        : Optional.empty();
  }

  private Mapping.State state() {
    return switch (this) {
      case INTERRUPTED_DELETION -> Mapping.State.DELETING;
      case INTERRUPTED_REVOCATION -> Mapping.State.REVOKING;
      default -> Mapping.State.ACTIVE;
    };
  }

  private Optional<PendingChange.Kind> begun() {
    return switch (this) {
      case INTERRUPTED_CREATION, INTERRUPTED_DELETION -> Optional.of(PendingChange.Kind.IDENTITY);
      case INTERRUPTED_REVOCATION -> Optional.of(PendingChange.Kind.POLICY);
      default -> Optional.empty();
    };
  }
}
