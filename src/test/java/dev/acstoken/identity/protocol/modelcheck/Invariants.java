package dev.acstoken.identity.protocol.modelcheck;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenScope;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What holds whatever happens; docs/reference/invariants.md explains each. */
final class Invariants {

  private Invariants() {}

  /** When a caller has just answered. */
  static void checkAnswer(Caller caller, SystemState system) {
    Operation.Result result = caller.result().orElseThrow();
    result.token().ifPresent(token -> checkRelease(token, system));
    result
        .id()
        .ifPresent(
            id ->
                require(
                    system.mappedHere().equals(Optional.of(id)), "CREATE responses who is mapped"));
    if (caller.operation() == Operation.RESTRICT) {
      for (AccessToken token : caller.inUseAtBeginning()) {
        require(
            !system.isValid(token)
                || !system.made(token).scopes().scopes().contains(TokenScope.VOIP),
            "RESTRICT answered, and no earlier token has the scope that was taken away");
      }
    }
    if (caller.operation() == Operation.DELETE || caller.operation() == Operation.REVOKE) {
      for (AccessToken token : caller.inUseAtBeginning()) {
        require(
            !system.isValid(token), caller.operation() + " answered, and no earlier token lives");
      }
    }
  }

  // One that was revoked meanwhile is of no use to anybody, so it may leave.
  private static void checkRelease(AccessToken token, SystemState system) {
    require(
        system.allowed().containsAll(system.made(token).scopes()),
        "A released token has no scope that was taken away");
    CommunicationUserId owner = system.ownerOf(token);
    require(system.live.contains(owner), "A released token is of an identity that lives");
    require(
        system.mappedHere().equals(Optional.of(owner)),
        "A released token is of the identity that is mapped");
  }

  /** At any moment. */
  static void checkAlways(SystemState system) {
    if (!system.isRevoking()) {
      for (AccessToken token : system.released) {
        require(
            !system.isValid(token) || system.allowed().containsAll(system.made(token).scopes()),
            "A token in use has no more than the row allows, but while it says that it is revoked");
      }
    }
  }

  /** At any moment, if no caller is frozen beyond the grace period. */
  static void checkOwner(SystemState system) {
    require(
        system.owned.containsAll(system.mappedHere().map(Set::of).orElse(Set.of())),
        "A mapped identity has its owner row");
  }

  /** When all is at rest and the policy was not changed both ways. */
  static void checkPolicy(
      List<Operation> operations, ScopeSet allowedAtBeginning, SystemState system) {
    boolean isRestricted = operations.contains(Operation.RESTRICT);
    boolean isReset = operations.contains(Operation.RESET);
    if (isRestricted && !isReset) {
      require(system.allowed().equals(ScopeSet.of(TokenScope.CHAT)), "A policy that was set holds");
    }
    if (isReset && !isRestricted) {
      require(
          system.allowed().equals(Operation.POLICY.scopes()), "A policy that was reset is gone");
    }
    if (!isReset && !isRestricted) {
      require(system.allowed().equals(allowedAtBeginning), "A policy outlives all else");
    }
  }

  /** When all is at rest: no caller under way, all retried, and recovered. */
  static void checkRest(SystemState system) {
    require(system.pending.isEmpty(), "Nothing is left pending");
    Optional<CommunicationUserId> mapped = system.mappedHere();
    require(
        system.row.mapping().stream().allMatch(it -> it.state() == Mapping.State.ACTIVE),
        "No row is left in between");
    require(system.row.mapping().isEmpty() || mapped.isPresent(), "No row is of another resource");
    Set<CommunicationUserId> reachable = new HashSet<>(system.live);
    reachable.retainAll(system.everWritten);
    require(reachable.size() <= 1, "A user has at most one live identity");
    require(
        mapped.map(Set::of).orElse(Set.of()).containsAll(reachable),
        "Every live identity is reachable from its user's row");
    require(
        system.owned.containsAll(mapped.map(Set::of).orElse(Set.of())),
        "The mapped identity has its owner row");
    for (AccessToken token : system.released) {
      require(
          !system.isValid(token) || mapped.equals(Optional.of(system.ownerOf(token))),
          "A valid token is of the mapped identity");
    }
  }

  /** When all is at rest and no caller was frozen beyond the grace period. */
  static void checkNoGarbage(SystemState system) {
    require(
        system.owned.equals(system.mappedHere().map(Set::of).orElse(Set.of())),
        "Only the mapped identity has an owner row");
  }

  /** The identities at ACS whose id died with their caller; no token of theirs ever left. */
  static int countLost(SystemState system) {
    Set<CommunicationUserId> lost = new HashSet<>(system.live);
    lost.removeAll(system.everWritten);
    for (AccessToken token : system.released) {
      require(!lost.contains(system.ownerOf(token)), "No token of a lost identity ever left");
    }
    return lost.size();
  }

  static void require(boolean holds, String invariant) {
    if (!holds) {
      throw new Violation(invariant);
    }
  }
}
