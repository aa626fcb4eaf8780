package dev.acstoken.modelcheck;

import static dev.acstoken.modelcheck.UserInitialState.INITIAL_ID;
import static dev.acstoken.modelcheck.Violation.require;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.ScopeSet;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The invariants of users. The page docs/reference/invariants.md explains each of them. */
final class UserInvariants {

  private UserInvariants() {}

  /** Checks the result of a caller that has just returned one, and records a released token. */
  static void accept(UserOperation operation, Caller<?> caller, SystemState system) {
    if (caller.result().isPresent()) {
      Result result = caller.result().get();
      checkResult(operation, result, caller.atStart(), system);
      if (result instanceof Result.Released released) {
        system.released.add(released.token());
      }
    }
  }

  private static void checkResult(
      UserOperation operation, Result result, AtStart atStart, SystemState system) {
    if (result instanceof Result.Released released) {
      checkRelease(released.token(), atStart, system);
    }
    if (result instanceof Result.Mapped mapped) {
      require(
          system.mappedIdentity().equals(Optional.of(mapped.id())),
          "CREATE returns the mapped identity");
    }
    if (operation == UserOperation.RESTRICT) {
      for (AccessToken token : atStart.inUse()) {
        require(
            !system.isValid(token)
                || !system.issued(token).scopes().scopes().contains(TokenScope.VOIP),
            "After RESTRICT, no valid earlier token has the removed scope");
      }
    }
    if (operation == UserOperation.DELETE || operation == UserOperation.REVOKE) {
      for (AccessToken token : atStart.inUse()) {
        require(!system.isValid(token), "After " + operation + ", no earlier token is valid");
      }
    }
  }

  /** Checks a replacement of a user's mapped identity at a time, before it happens. */
  static void checkReplacement(User user, SystemState system, Instant time) {
    Mapping replaced = system.account(user).mapping().orElseThrow();
    boolean isOwn = replaced.acsEndpoint().equals(SystemState.ACS_ENDPOINT);
    require(
        !isOwn
            || replaced
                .unknownSince()
                .filter(since -> !since.plus(SystemState.LOSS_PERIOD).isAfter(time))
                .isPresent(),
        "An identity of this resource is replaced only after ACS has denied it for the loss period");
  }

  // A caller may be slow to release a token after it has read the row. A token that ends until then
  // may be released, because nobody can use it. The scopes of a valid one are checked at any
  // moment.
  private static void checkRelease(AccessToken token, AtStart atStart, SystemState system) {
    require(
        !system.isValid(token) || system.isNamedBy(system.row().user(), system.ownerOf(token)),
        "A valid token that is released belongs to the mapped identity or to a previous one");
    Optional<Instant> unknownSince = system.row().mapping().flatMap(Mapping::unknownSince);
    require(
        unknownSince.isEmpty() || !unknownSince.equals(atStart.unknownSince()),
        "When a token is released, the row has no record of a denial from before the request");
  }

  /** Checks what holds at any moment. */
  static void checkAlways(SystemState system) {
    if (!system.isEndingTokens()) {
      for (AccessToken token : system.released) {
        require(
            !system.isValid(token) || system.allowed().containsAll(system.issued(token).scopes()),
            "A token in use has only allowed scopes, unless a pending change ends it");
      }
    }
  }

  /** Checks what holds at any moment if no caller is frozen beyond the grace period. */
  static void checkOwner(SystemState system) {
    require(
        system.mappedIdentity().stream().allMatch(system.owners::containsKey),
        "A mapped identity has an owner row");
  }

  /** Checks the policy of a system at rest, unless it was both restricted and reset. */
  static void checkPolicy(
      List<UserOperation> operations, ScopeSet allowedAtStart, SystemState system) {
    boolean isRestricted = operations.contains(UserOperation.RESTRICT);
    boolean isReset = operations.contains(UserOperation.RESET);
    if (isRestricted && !isReset) {
      require(
          system.allowed().equals(ScopeSet.of(TokenScope.CHAT)), "A policy that was set applies");
    }
    if (isReset && !isRestricted) {
      require(
          system.allowed().equals(UserOperation.POLICY.scopes()),
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
  static void checkRest(
      List<UserOperation> operations, UserInitialState initialState, SystemState system) {
    require(system.pending.isEmpty(), "No change is pending");
    if (initialState == UserInitialState.FOREIGN_RESOURCE) {
      require(
          system.row().mapping().equals(initialState.system().row().mapping()),
          "No operation changes the mapping of an identity of another resource");
      return;
    }
    if (!operations.contains(UserOperation.DELETE)) {
      checkInitialIdentity(initialState, system);
    }
    Optional<CommunicationUserId> mapped = system.mappedIdentity();
    require(
        system.row().mapping().stream().allMatch(it -> it.state() == Mapping.State.ACTIVE),
        "No row is marked as deleting or revoking");
    require(
        system.row().mapping().isEmpty() || mapped.isPresent(),
        "No row names an identity of another resource");
    Set<CommunicationUserId> existing = new HashSet<>(system.live);
    existing.retainAll(system.everWritten);
    boolean isDeletionRequested =
        operations.contains(UserOperation.DELETE) || !initialState.hasSettledIdentity();
    existing.removeIf(
        id -> system.believedLost.contains(id) && (isDeletionRequested || !id.equals(INITIAL_ID)));
    require(
        system.namedIdentities().containsAll(existing),
        "Every live identity is named by a row of its user");
    existing.removeAll(system.previousIdentities());
    require(existing.size() <= 1, "A user has at most one live identity that was not replaced");
    require(
        mapped.stream().allMatch(system.owners::containsKey),
        "The mapped identity has an owner row");
    for (AccessToken token : system.released) {
      require(
          !system.isValid(token) || system.namedIdentities().contains(system.ownerOf(token)),
          "A valid token belongs to an identity that a row of its user names");
    }
  }

  // Only a deletion ends an identity. Whatever ACS denies, the identity stays alive, and a row of
  // its user names it.
  private static void checkInitialIdentity(UserInitialState initialState, SystemState system) {
    if (initialState.hasSettledIdentity()) {
      require(
          system.row().mapping().map(Mapping::communicationUserId).equals(Optional.of(INITIAL_ID))
              || system.previousIdentities().contains(INITIAL_ID),
          "An identity that nobody deleted is mapped or is a previous identity");
      require(
          system.live.contains(INITIAL_ID) == initialState.hasLiveIdentity(),
          "An identity that nobody deleted exists");
    }
  }

  /** Checks a system at rest if no caller was frozen beyond the grace period. */
  static void checkNoGarbage(SystemState system) {
    require(
        system.owners.keySet().equals(system.namedIdentities()),
        "Only the mapped identity and the previous ones have an owner row");
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
}
