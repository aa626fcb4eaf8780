package dev.acstoken.modelcheck;

import dev.acstoken.identity.FormerNames;
import dev.acstoken.identity.RequestContext;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.UserMove;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An operation for a user whose issuer is renamed: a move, or an operation of an instance whose
 * settings have the new name and know the old one, or of an instance that knows only the old name.
 */
enum MoveOperation {
  MOVE,
  MOVE_BACK,
  CREATE,
  ISSUE,
  REFRESH,
  REVOKE,
  DELETE,
  RESTRICT,
  RECOVER,
  OLD_CREATE,
  OLD_ISSUE,
  OLD_REFRESH,
  OLD_REVOKE,
  OLD_DELETE,
  OLD_RESTRICT,
  OLD_RECOVER;

  static final Set<MoveOperation> MOVES = Set.of(MOVE, MOVE_BACK);

  private static final String OLD = "OLD_";

  /** Returns the operation for a user; empty if it is a move. */
  Optional<UserOperation> ofUser() {
    return MOVES.contains(this)
        ? Optional.empty()
        : Optional.of(UserOperation.valueOf(name().replace(OLD, "")));
  }

  static List<UserOperation> ofUser(List<MoveOperation> operations) {
    return operations.stream().flatMap(operation -> operation.ofUser().stream()).toList();
  }

  /** Returns whether an instance makes it that knows only the old name. */
  boolean isOld() {
    return name().startsWith(OLD);
  }

  /** Returns the name under which the instance knows the user. */
  User user() {
    return isOld() ? SystemState.USER : SystemState.RENAMED_USER;
  }

  FormerNames formerNames() {
    return isOld()
        ? FormerNames.NONE
        : user ->
            user.equals(SystemState.RENAMED_USER)
                ? Optional.of(SystemState.USER)
                : Optional.empty();
  }

  /** Runs a move. */
  Result move(SteppedIdentityPorts ports) {
    User from = this == MOVE ? SystemState.USER : SystemState.RENAMED_USER;
    User to = this == MOVE ? SystemState.RENAMED_USER : SystemState.USER;
    var context = RequestContext.within(Duration.ofHours(1));
    return new Result.Moved(new UserMove(ports).move(from, to.issuer(), context));
  }
}
