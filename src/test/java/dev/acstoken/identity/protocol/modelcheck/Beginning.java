package dev.acstoken.identity.protocol.modelcheck;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.protocol.Unsettled;
import java.util.Optional;
import java.util.Set;

/** What the callers find when they begin. */
enum Beginning {
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

  private static final Set<TokenScope> NARROW = Set.of(TokenScope.CHAT);

  World world() {
    World world = new World();
    if (this == NOTHING) {
      return world;
    }
    if (this == POLICY) {
      world.row = new Account(World.USER, Optional.empty(), Optional.of(NARROW), "initial");
      return world;
    }
    CommunicationUserId id = new CommunicationUserId("8:acs:initial");
    Mapping mapping =
        new Mapping(
            World.USER,
            id,
            this == OTHER_RESOURCE ? World.ELSEWHERE : World.HERE,
            state(),
            World.NOW);
    world.everWritten.add(id);
    world.reverseRows.add(id);
    if (this != INTERRUPTED_CREATION) {
      world.row =
          new Account(
              World.USER,
              Optional.of(mapping),
              this == INTERRUPTED_REVOCATION ? Optional.of(NARROW) : Optional.empty(),
              "initial");
    }
    begun()
        .map(change -> new Unsettled(change, mapping, World.NOW, "initial"))
        .ifPresent(record -> world.unsettled.put(World.Begun.of(record), record));
    if (this != UNKNOWN_TO_ACS && this != KNOWN_BUT_NOT_TO_ACS && this != OTHER_RESOURCE) {
      world.live.add(id);
    }
    if (this == IDENTITY
        || this == KNOWN_IDENTITY
        || this == INTERRUPTED_DELETION
        || this == INTERRUPTED_REVOCATION) {
      AccessToken token = new AccessToken("initial", World.NOW);
      world.tokens.put(token, new World.Made(id, Act.POLICY.scopes()));
      world.released.add(token);
    }
    return world;
  }

  /** What every process saw before: the row as it still is, of an identity that then lived. */
  Optional<World> past() {
    return this == KNOWN_IDENTITY || this == KNOWN_BUT_NOT_TO_ACS
        ? Optional.of(KNOWN_IDENTITY.world())
        : Optional.empty();
  }

  private Mapping.State state() {
    return switch (this) {
      case INTERRUPTED_DELETION -> Mapping.State.DELETING;
      case INTERRUPTED_REVOCATION -> Mapping.State.REVOKING;
      default -> Mapping.State.ACTIVE;
    };
  }

  private Optional<Unsettled.Change> begun() {
    return switch (this) {
      case INTERRUPTED_CREATION, INTERRUPTED_DELETION -> Optional.of(Unsettled.Change.LIFE);
      case INTERRUPTED_REVOCATION -> Optional.of(Unsettled.Change.ACCESS);
      default -> Optional.empty();
    };
  }
}
