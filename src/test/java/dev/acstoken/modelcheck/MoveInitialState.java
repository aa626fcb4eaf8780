package dev.acstoken.modelcheck;

import static dev.acstoken.modelcheck.MoveOperation.CREATE;
import static dev.acstoken.modelcheck.MoveOperation.MOVE;
import static dev.acstoken.modelcheck.MoveOperation.OLD_CREATE;
import static dev.acstoken.modelcheck.MoveOperation.OLD_DELETE;
import static dev.acstoken.modelcheck.MoveOperation.OLD_ISSUE;
import static dev.acstoken.modelcheck.MoveOperation.OLD_RESTRICT;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import java.util.List;
import java.util.Optional;

/**
 * The state of the user before the callers start. The protocol itself leads to it, except for
 * previous identities and for an identity that ACS has lost.
 */
enum MoveInitialState {
  /** The user has nothing. */
  NOTHING,
  /** The user has an identity, and a token of it is in use. */
  IDENTITY,
  /** As {@link #IDENTITY}, and the user has a previous identity, and a token of it is in use. */
  PREVIOUS_IDENTITY,
  /** As {@link #IDENTITY}, and a scope was removed from the user. */
  RESTRICTED,
  /** The user has a policy but no identity. */
  POLICY,
  /** ACS has not known the identity for longer than the loss period. */
  LOST,
  /** A creation was interrupted before it stored the row. */
  INTERRUPTED_CREATION,
  /** A deletion was interrupted after it marked the row. */
  INTERRUPTED_DELETION,
  /** The move was interrupted when the account was marked. */
  MARKED,
  /** The move was interrupted when the owner row had the new name. */
  OWNER_MOVED,
  /** The move was interrupted when the account was copied. */
  COPIED,
  /** As {@link #COPIED}, from {@link #PREVIOUS_IDENTITY}. */
  COPIED_WITH_PREVIOUS_IDENTITY,
  /** The move is complete. */
  MOVED,
  /** The user was created under the new name. */
  CREATED_UNDER_THE_NEW_NAME;

  private List<FirstRun<MoveOperation>> runs() {
    var create = FirstRun.of(OLD_CREATE);
    var issue = FirstRun.of(OLD_ISSUE);
    return switch (this) {
      case NOTHING -> List.of();
      case POLICY -> List.of(FirstRun.of(OLD_RESTRICT));
      case RESTRICTED -> List.of(create, FirstRun.of(OLD_RESTRICT), issue);
      case INTERRUPTED_CREATION -> List.of(FirstRun.upTo("putACTIVE", OLD_CREATE));
      case INTERRUPTED_DELETION -> List.of(create, issue, FirstRun.upTo("delete", OLD_DELETE));
      case CREATED_UNDER_THE_NEW_NAME ->
          List.of(FirstRun.of(CREATE), FirstRun.of(MoveOperation.ISSUE));
      default -> List.of(create, issue);
    };
  }

  private List<FirstRun<MoveOperation>> moves() {
    return switch (this) {
      case MARKED -> List.of(FirstRun.upTo("findPrevious", MOVE));
      case OWNER_MOVED -> List.of(FirstRun.upTo("storeCopy", MOVE));
      case COPIED, COPIED_WITH_PREVIOUS_IDENTITY -> List.of(FirstRun.upTo("point", MOVE));
      case MOVED -> List.of(FirstRun.of(MOVE));
      default -> List.of();
    };
  }

  /** Returns the state before the callers start. */
  SystemState system(MoveModel model) {
    SystemState system = new SystemState();
    FirstRun.make("first", runs(), model, system);
    if (hasPrevious()) {
      addPrevious(system);
    }
    if (this == LOST) {
      system.live.clear();
      system.store(system.row().withUnknownSince(Optional.of(SystemState.EARLIER)));
    }
    FirstRun.make("later", moves(), model, system);
    return system;
  }

  private boolean hasPrevious() {
    return this == PREVIOUS_IDENTITY || this == COPIED_WITH_PREVIOUS_IDENTITY;
  }

  private static void addPrevious(SystemState system) {
    CommunicationUserId id = new CommunicationUserId("8:acs:previous");
    Mapping mapping =
        Mapping.active(SystemState.USER, id, SystemState.ACS_ENDPOINT, SystemState.NOW);
    system.previous.put(SystemState.PreviousKey.of(mapping), mapping);
    system.everWritten.add(id);
    system.owners.put(id, SystemState.USER);
    system.live.add(id);
    AccessToken token = new AccessToken("previous", SystemState.NOW);
    system.tokens.put(token, new SystemState.IssuedToken(id, UserOperation.POLICY.scopes()));
    system.released.add(token);
  }

  /** Returns whether a move has begun, or the user is known under the new name. */
  boolean isMoving() {
    return !moves().isEmpty();
  }

  /** Returns whether the user has an identity that exists, and no change of it is pending. */
  boolean hasLiveIdentity() {
    return switch (this) {
      case NOTHING, POLICY, LOST, INTERRUPTED_CREATION, INTERRUPTED_DELETION -> false;
      default -> true;
    };
  }
}
