package dev.acstoken.identity.simulation;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.Unsettled;
import java.util.Optional;

/** What the callers find when they begin. */
enum Beginning {
  /** The user has nothing. */
  NOTHING,
  /** The user has an identity and a token that is in use. */
  IDENTITY,
  /** A deletion was interrupted after it marked the row. */
  INTERRUPTED_DELETION,
  /** A creation was interrupted before it inserted the row. */
  INTERRUPTED_CREATION,
  /** The row is for another ACS resource. */
  OTHER_RESOURCE,
  /** ACS no longer knows the identity. */
  UNKNOWN_TO_ACS;

  World world() {
    World world = new World();
    if (this == NOTHING) {
      return world;
    }
    CommunicationUserId id = new CommunicationUserId("8:acs:initial");
    Mapping mapping =
        new Mapping(
            World.USER,
            id,
            this == OTHER_RESOURCE ? World.ELSEWHERE : World.HERE,
            this == INTERRUPTED_DELETION ? Mapping.State.DELETING : Mapping.State.ACTIVE,
            World.NOW,
            Optional.empty(),
            "initial");
    world.everWritten.add(id);
    world.reverseRows.add(id);
    if (this != INTERRUPTED_CREATION) {
      world.row = mapping;
    }
    if (this == INTERRUPTED_CREATION || this == INTERRUPTED_DELETION) {
      world.unsettled.put(id, new Unsettled(mapping, World.NOW, "initial"));
    }
    if (this != UNKNOWN_TO_ACS && this != OTHER_RESOURCE) {
      world.live.add(id);
    }
    if (this == IDENTITY || this == INTERRUPTED_DELETION) {
      AccessToken token = new AccessToken("initial", World.NOW);
      world.tokens.put(token, id);
      world.released.add(token);
    }
    return world;
  }
}
