package dev.acstoken.modelcheck;

import static dev.acstoken.modelcheck.Violation.require;

import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.Move;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.UserMove.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The invariants of a renamed issuer. The page docs/reference/invariants.md explains each of them.
 */
final class MoveInvariants {

  private MoveInvariants() {}

  /** Checks what holds at any moment. */
  static void checkAlways(SystemState system) {
    long deciding =
        system.accounts.values().stream()
            .filter(account -> system.home(account.user()).equals(account))
            .count();
    require(deciding <= 1, "At most one of a user's rows decides");
  }

  /** Checks the results of callers that have ended. */
  static void checkResults(List<Caller<MoveOperation>> callers, MoveInitialState initialState) {
    boolean isDeleted =
        callers.stream()
            .flatMap(caller -> caller.operation().ofUser().stream())
            .anyMatch(operation -> operation == UserOperation.DELETE);
    boolean isMovedBack =
        callers.stream().anyMatch(caller -> caller.operation() == MoveOperation.MOVE_BACK);
    for (Caller<MoveOperation> caller : callers) {
      require(
          isDeleted
              || !initialState.hasLiveIdentity()
              || !caller.failure().equals(Optional.of(ErrorCode.IDENTITY_NOT_FOUND)),
          "A user whose identity nobody deletes is never without it");
      require(
          isMovedBack || !caller.result().equals(Optional.of(new Result.Moved(Outcome.CONFLICT))),
          "A move finds no other account under the new name");
    }
  }

  /**
   * Checks a system at rest: every caller has ended, failed operations were retried, and the
   * recovery has run.
   */
  static void checkRest(List<MoveOperation> operations, MoveModel model, SystemState system) {
    require(system.pending.isEmpty(), "No change is pending");
    SystemState start = model.start();
    List<UserOperation> ofUser = MoveOperation.ofUser(operations);
    UserInvariants.checkPolicy(ofUser, start.allowed(), system);
    Account home = system.row();
    require(
        home.mapping().stream().allMatch(it -> it.state() == Mapping.State.ACTIVE),
        "No row is marked as deleting or revoking");
    checkIdentities(system);
    if (!ofUser.contains(UserOperation.DELETE) && model.initialState().hasLiveIdentity()) {
      require(
          home.mapping()
              .map(Mapping::communicationUserId)
              .equals(start.row().mapping().map(Mapping::communicationUserId)),
          "An identity that nobody deleted is mapped");
      require(
          system.live.containsAll(start.namedIdentities())
              && system.namedIdentities().containsAll(start.namedIdentities()),
          "An identity that nobody deleted exists");
    }
    checkOwners(model.timing(), system);
    boolean isMoved =
        operations.contains(MoveOperation.MOVE)
            && !operations.contains(MoveOperation.MOVE_BACK)
            && home.row().isPresent();
    require(
        !isMoved || home.move().filter(move -> move.stage() == Move.Stage.MOVING).isEmpty(),
        "A move that has begun is completed");
  }

  private static void checkIdentities(SystemState system) {
    Set<CommunicationUserId> existing = new HashSet<>(system.live);
    existing.retainAll(system.everWritten);
    existing.removeAll(system.believedLost);
    require(
        system.namedIdentities().containsAll(existing),
        "Every live identity is named by a row of its user");
    existing.removeAll(system.previousIdentities());
    require(existing.size() <= 1, "A user has at most one live identity that was not replaced");
    system.released.forEach(
        token ->
            require(
                !system.isValid(token) || system.namedIdentities().contains(system.ownerOf(token)),
                "A valid token belongs to an identity that a row of its user names"));
  }

  private static void checkOwners(TimingAssumption timing, SystemState system) {
    User user = system.row().user();
    Map<CommunicationUserId, User> named = new HashMap<>();
    system.namedIdentities().forEach(id -> named.put(id, user));
    require(
        timing == TimingAssumption.WITHIN_ITS_BUDGET
            ? system.owners.equals(named)
            : system.owners.entrySet().containsAll(named.entrySet()),
        "The owner rows name the user under the key that holds the account");
  }
}
