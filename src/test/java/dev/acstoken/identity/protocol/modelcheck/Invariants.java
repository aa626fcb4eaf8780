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

/** The invariants of the protocol. The page docs/reference/invariants.md explains each of them. */
final class Invariants {

  private Invariants() {}

  /** Checks the result that a caller has just returned. */
  static void checkResult(Caller caller, SystemState system) {
    Operation.Result result = caller.result().orElseThrow();
    result.token().ifPresent(token -> checkRelease(token, system));
    result
        .id()
        .ifPresent(
            id ->
                require(
                    system.mappedIdentity().equals(Optional.of(id)),
                    "CREATE returns the mapped identity"));
    if (caller.operation() == Operation.RESTRICT) {
      for (AccessToken token : caller.inUseAtStart()) {
        require(
            !system.isValid(token)
                || !system.issued(token).scopes().scopes().contains(TokenScope.VOIP),
            "After RESTRICT, no valid earlier token has the removed scope");
      }
    }
    if (caller.operation() == Operation.DELETE || caller.operation() == Operation.REVOKE) {
      for (AccessToken token : caller.inUseAtStart()) {
        require(
            !system.isValid(token), "After " + caller.operation() + ", no earlier token is valid");
      }
    }
  }

  // A token that was revoked before its release may be released, because nobody can use it.
  private static void checkRelease(AccessToken token, SystemState system) {
    require(
        system.allowed().containsAll(system.issued(token).scopes()),
        "A released token has only allowed scopes");
    CommunicationUserId owner = system.ownerOf(token);
    require(system.live.contains(owner), "A released token belongs to a live identity");
    require(
        system.mappedIdentity().equals(Optional.of(owner)),
        "A released token belongs to the mapped identity");
  }

  /** Checks what holds at any moment. */
  static void checkAlways(SystemState system) {
    if (!system.isRevoking()) {
      for (AccessToken token : system.released) {
        require(
            !system.isValid(token) || system.allowed().containsAll(system.issued(token).scopes()),
            "A token in use has only allowed scopes, unless its row is marked as revoking");
      }
    }
  }

  /** Checks what holds at any moment if no caller is frozen beyond the grace period. */
  static void checkOwner(SystemState system) {
    require(
        system.owned.containsAll(system.mappedIdentity().map(Set::of).orElse(Set.of())),
        "A mapped identity has an owner row");
  }

  /** Checks the policy of a system at rest, unless it was both restricted and reset. */
  static void checkPolicy(List<Operation> operations, ScopeSet allowedAtStart, SystemState system) {
    boolean isRestricted = operations.contains(Operation.RESTRICT);
    boolean isReset = operations.contains(Operation.RESET);
    if (isRestricted && !isReset) {
      require(
          system.allowed().equals(ScopeSet.of(TokenScope.CHAT)), "A policy that was set applies");
    }
    if (isReset && !isRestricted) {
      require(
          system.allowed().equals(Operation.POLICY.scopes()),
          "After a reset, the configured scopes apply");
    }
    if (!isReset && !isRestricted) {
      require(system.allowed().equals(allowedAtStart), "Other operations do not change the policy");
    }
  }

  /**
   * Checks a system at rest: every caller has ended, failed operations were retried, and the
   * recovery has run.
   */
  static void checkRest(SystemState system) {
    require(system.pending.isEmpty(), "No change is pending");
    Optional<CommunicationUserId> mapped = system.mappedIdentity();
    require(
        system.row.mapping().stream().allMatch(it -> it.state() == Mapping.State.ACTIVE),
        "No row is marked as deleting or revoking");
    require(
        system.row.mapping().isEmpty() || mapped.isPresent(),
        "No row names an identity of another resource");
    Set<CommunicationUserId> reachable = new HashSet<>(system.live);
    reachable.retainAll(system.everWritten);
    require(reachable.size() <= 1, "A user has at most one live identity");
    require(
        mapped.map(Set::of).orElse(Set.of()).containsAll(reachable),
        "Every live identity is reachable from its user's row");
    require(
        system.owned.containsAll(mapped.map(Set::of).orElse(Set.of())),
        "The mapped identity has an owner row");
    for (AccessToken token : system.released) {
      require(
          !system.isValid(token) || mapped.equals(Optional.of(system.ownerOf(token))),
          "A valid token belongs to the mapped identity");
    }
  }

  /** Checks a system at rest if no caller was frozen beyond the grace period. */
  static void checkNoGarbage(SystemState system) {
    require(
        system.owned.equals(system.mappedIdentity().map(Set::of).orElse(Set.of())),
        "Only the mapped identity has an owner row");
  }

  /**
   * Returns the number of identities whose id was lost with their caller. None of their tokens was
   * ever released.
   */
  static int countLost(SystemState system) {
    Set<CommunicationUserId> lost = new HashSet<>(system.live);
    lost.removeAll(system.everWritten);
    for (AccessToken token : system.released) {
      require(!lost.contains(system.ownerOf(token)), "No token of a lost identity was released");
    }
    return lost.size();
  }

  static void require(boolean holds, String invariant) {
    if (!holds) {
      throw new Violation(invariant);
    }
  }
}
