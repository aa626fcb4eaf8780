package dev.acstoken.modelcheck;

import dev.acstoken.identity.AccessPolicy;
import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.AcsResource;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.StoredRow;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.protocol.PendingChange;
import java.util.Optional;

/** The state of the system before the callers start. */
enum UserInitialState {
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
  /** The row is for a former ACS resource, whose identities the operator has given up. */
  GIVEN_UP_RESOURCE,
  /** The row is for another ACS resource. */
  FOREIGN_RESOURCE,
  /** ACS no longer knows the identity, and nobody has noticed. */
  UNKNOWN_TO_ACS,
  /** ACS has not known the identity for longer than the loss period. */
  LOST,
  /**
   * As {@link #LOST}, but ACS is wrong: the identity exists, and a token of it is in use. ACS says
   * so until the system is at rest.
   */
  WRONGLY_DENIED,
  /** The user has an identity and a previous one, and a token of each is in use. */
  PREVIOUS_IDENTITY,
  /**
   * As {@link #UNKNOWN_TO_ACS}, and every process cached the account while the identity existed.
   */
  CACHED_BUT_UNKNOWN_TO_ACS,
  /** The user has a policy but no identity. */
  POLICY,
  /** A policy change was interrupted after it removed a scope and before it revoked the tokens. */
  INTERRUPTED_REVOCATION;

  /** The identity that the user has at the start, if any. */
  static final CommunicationUserId INITIAL_ID = new CommunicationUserId("8:acs:initial");

  private static final Optional<StoredRow> INITIAL_ROW = Optional.of(StoredRow.of("initial"));

  private static final AccessPolicy NARROW = AccessPolicy.custom(ScopeSet.of(TokenScope.CHAT));

  SystemState system() {
    SystemState system = new SystemState();
    if (this == NOTHING) {
      return system;
    }
    if (this == POLICY) {
      system.store(new Account(SystemState.USER, Optional.empty(), NARROW, INITIAL_ROW));
      return system;
    }
    CommunicationUserId id = INITIAL_ID;
    Mapping mapping =
        new Mapping(
            SystemState.USER,
            id,
            isForeign() ? SystemState.OTHER_ACS_ENDPOINT : SystemState.ACS_ENDPOINT,
            state(),
            SystemState.NOW,
            this == LOST || this == WRONGLY_DENIED
                ? Optional.of(SystemState.EARLIER)
                : Optional.empty());
    system.everWritten.add(id);
    system.owners.put(id, SystemState.USER);
    if (this != INTERRUPTED_CREATION) {
      system.store(
          new Account(
              SystemState.USER,
              Optional.of(mapping),
              this == INTERRUPTED_REVOCATION ? NARROW : AccessPolicy.INHERITED,
              INITIAL_ROW));
    }
    pendingKind()
        .map(kind -> new PendingChange(kind, mapping, SystemState.NOW, "initial"))
        .ifPresent(change -> system.pending.put(SystemState.PendingKey.of(change), change));
    if (hasLiveIdentity()) {
      system.live.add(id);
    }
    if (hasTokenInUse()) {
      addTokenInUse("initial", id, system);
    }
    if (this == WRONGLY_DENIED) {
      system.denied.add(id);
      system.believedLost.add(id);
    }
    if (this == PREVIOUS_IDENTITY) {
      addPreviousIdentity(system);
    }
    return system;
  }

  private static void addPreviousIdentity(SystemState system) {
    CommunicationUserId id = new CommunicationUserId("8:acs:previous");
    Mapping mapping =
        Mapping.active(SystemState.USER, id, SystemState.ACS_ENDPOINT, SystemState.NOW);
    system.previous.put(SystemState.PreviousKey.of(mapping), mapping);
    system.everWritten.add(id);
    system.owners.put(id, SystemState.USER);
    system.live.add(id);
    addTokenInUse("previous", id, system);
  }

  private static void addTokenInUse(String name, CommunicationUserId id, SystemState system) {
    AccessToken token = new AccessToken(name, SystemState.NOW);
    system.tokens.put(token, new SystemState.IssuedToken(id, UserOperation.POLICY.scopes()));
    system.released.add(token);
  }

  /** Returns the configured ACS resource. */
  AcsResource resource() {
    return this == GIVEN_UP_RESOURCE
        ? new AcsResource(
            SystemState.ACS_ENDPOINT, Optional.empty(), Optional.of(SystemState.OTHER_ACS_ENDPOINT))
        : AcsResource.at(SystemState.ACS_ENDPOINT);
  }

  private boolean isForeign() {
    return this == GIVEN_UP_RESOURCE || this == FOREIGN_RESOURCE;
  }

  /** Returns whether the user has an identity that ACS can issue tokens for, now or soon. */
  boolean hasLiveIdentity() {
    return switch (this) {
      case NOTHING,
          POLICY,
          GIVEN_UP_RESOURCE,
          FOREIGN_RESOURCE,
          UNKNOWN_TO_ACS,
          CACHED_BUT_UNKNOWN_TO_ACS,
          LOST ->
          false;
      default -> true;
    };
  }

  private boolean hasTokenInUse() {
    return hasLiveIdentity() && this != INTERRUPTED_CREATION;
  }

  /** Returns whether the user has an identity, and no change of it is pending. */
  boolean hasSettledIdentity() {
    return switch (this) {
      case NOTHING, POLICY, INTERRUPTED_CREATION, INTERRUPTED_DELETION -> false;
      default -> true;
    };
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
