package dev.acstoken.modelcheck;

import static dev.acstoken.modelcheck.AdoptionOperation.ADOPT;
import static dev.acstoken.modelcheck.AdoptionOperation.ADOPTED;
import static dev.acstoken.modelcheck.AdoptionOperation.ADOPT_FOR_OTHER;
import static dev.acstoken.modelcheck.AdoptionOperation.CREATE;
import static dev.acstoken.modelcheck.AdoptionOperation.DELETE;
import static dev.acstoken.modelcheck.AdoptionOperation.DELETE_FOR_OTHER;
import static dev.acstoken.modelcheck.AdoptionOperation.ISSUE;
import static dev.acstoken.modelcheck.AdoptionOperation.ISSUE_FOR_OTHER;
import static dev.acstoken.modelcheck.Violation.require;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.Account;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.TokenScope;
import dev.acstoken.identity.User;
import dev.acstoken.identity.protocol.PendingChange;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The invariants of the adoption of identities. The page docs/reference/invariants.md explains each
 * of them.
 */
final class AdoptionInvariants {

  private static final List<User> USERS = List.of(SystemState.USER, SystemState.OTHER_USER);

  private static final Set<AdoptionOperation> CONFLICTING =
      Set.of(CREATE, ISSUE, DELETE, ISSUE_FOR_OTHER, DELETE_FOR_OTHER);

  private AdoptionInvariants() {}

  /** Checks the result that a caller has just returned. */
  static void checkResult(Caller<AdoptionOperation> caller, SystemState system) {
    User user = caller.operation().user();
    Result result = caller.result().orElseThrow();
    if (result instanceof Result.Released released) {
      checkRelease(user, released.token(), system);
    }
    if (AdoptionOperation.ADOPTIONS.contains(caller.operation())) {
      require(result.equals(new Result.Mapped(ADOPTED)), "ADOPT returns the adopted identity");
    }
    for (AccessToken token : caller.atStart().inUse()) {
      switch (caller.operation()) {
        case DELETE, DELETE_FOR_OTHER, REVOKE ->
            require(
                !system.isValid(token),
                "After " + caller.operation() + ", no earlier token of the user is valid");
        case RESTRICT ->
            require(
                !system.isValid(token)
                    || isRevokingWithoutMapping(user, system)
                    || !system.issued(token).scopes().scopes().contains(TokenScope.VOIP),
                "After RESTRICT, no valid earlier token of the user has the removed scope");
        default -> {}
      }
    }
  }

  // Nothing marks a row without an identity, so only the intent log shows that a revocation was
  // interrupted.
  private static boolean isRevokingWithoutMapping(User user, SystemState system) {
    return system.account(user).mapping().isEmpty()
        && system.pending.keySet().stream()
            .anyMatch(it -> it.kind() == PendingChange.Kind.REVOCATION);
  }

  private static void checkRelease(User user, AccessToken token, SystemState system) {
    CommunicationUserId id = system.ownerOf(token);
    require(
        !system.isValid(token)
            || system.isEndingTokens(user)
            || system.allowed(user).containsAll(system.issued(token).scopes()),
        "A valid token that is released has only allowed scopes, unless a pending change ends it");
    require(
        !system.isValid(token) || system.isNamedBy(user, id),
        "A valid token that is released belongs to an identity that a row of its user names");
  }

  /**
   * Checks a deletion at ACS before it happens. The deletion of a previous identity may overlap
   * with the user's adoption of it, and one that ACS denied may be repeated.
   */
  static void checkDeletion(CommunicationUserId id, SystemState system) {
    if (id.equals(ADOPTED)
        && system.live.contains(id)
        && !system.believedLost.contains(id)
        && !system.previousIdentities().contains(id)) {
      require(
          USERS.stream()
              .filter(user -> user.equals(system.owners.get(id)))
              .flatMap(user -> system.account(user).mapping().stream())
              .filter(mapping -> mapping.state() != Mapping.State.DELETING)
              .noneMatch(mapping -> mapping.communicationUserId().equals(id)),
          "An adopted identity is deleted only if the row of its user is marked");
    }
  }

  /** Checks what holds at any moment. */
  static void checkAlways(SystemState system) {
    require(
        USERS.stream()
                .filter(user -> system.isNamedBy(user, ADOPTED))
                .filter(user -> !system.account(user).isDeleting())
                .count()
            <= (system.believedLost.contains(ADOPTED) ? 2 : 1),
        "The rows of two users never name the same identity");
  }

  /** Checks what holds at any moment if no caller is frozen beyond the grace period. */
  static void checkOwners(SystemState system) {
    for (Account account : system.accounts.values()) {
      account
          .mapping()
          .filter(mapping -> mapping.state() == Mapping.State.ACTIVE)
          .map(Mapping::communicationUserId)
          .filter(id -> system.live.contains(id) && !system.believedLost.contains(id))
          .ifPresent(
              id ->
                  require(
                      account.user().equals(system.owners.get(id)),
                      "The owner row of a mapped identity names its user"));
    }
  }

  /** Checks that no adoption is pending. */
  static void checkNotAdopting(SystemState system) {
    require(
        system.accounts.values().stream()
            .flatMap(account -> account.mapping().stream())
            .noneMatch(mapping -> mapping.state() == Mapping.State.ADOPTING),
        "Recovery completes an interrupted adoption");
  }

  /**
   * Checks a system at rest: every caller has ended, failed operations were retried, and the
   * recovery has run.
   */
  static void checkRest(
      List<Caller<AdoptionOperation>> callers, AdoptionModel model, SystemState system) {
    require(system.pending.isEmpty(), "No change is pending");
    for (Account account : system.accounts.values()) {
      require(
          account.mapping().stream().allMatch(it -> it.state() == Mapping.State.ACTIVE),
          "No row is marked");
    }
    checkOwners(system);
    Set<CommunicationUserId> existing = new HashSet<>(system.live);
    existing.retainAll(system.everWritten);
    existing.removeAll(system.believedLost);
    require(
        system.namedIdentities().containsAll(existing),
        "Every live identity is named by a row of its user");
    if (model.timing() == TimingAssumption.WITHIN_ITS_BUDGET) {
      require(
          named(system).entrySet().containsAll(ownersAtRest(system).entrySet()),
          "An owner row names the user whose row names the identity");
    }
    SystemState start = model.start();
    for (User user : USERS) {
      checkKept(user, callers, start, system);
    }
    List<AdoptionOperation> operations = callers.stream().map(Caller::operation).toList();
    checkAlive(operations, model, start, system);
    checkAdopted(operations, model.initialState(), system);
  }

  // If a request is late to store the owner of an identity that was adopted and deleted meanwhile,
  // it removes the owner again, unless that fails. An identity that ACS wrongly denied to a
  // deletion
  // may be adopted again, and then the repeated deletion ends it.
  private static Map<CommunicationUserId, User> ownersAtRest(SystemState system) {
    Map<CommunicationUserId, User> owners = new HashMap<>(system.owners);
    boolean isLate = system.hadFault && !named(system).containsKey(ADOPTED);
    if ((isLate && !system.live.contains(ADOPTED)) || system.believedLost.contains(ADOPTED)) {
      owners.remove(ADOPTED);
    }
    return owners;
  }

  private static Map<CommunicationUserId, User> named(SystemState system) {
    Map<CommunicationUserId, User> named = new HashMap<>();
    system.previous.keySet().forEach(key -> named.put(key.id(), key.user()));
    for (Account account : system.accounts.values()) {
      account
          .mapping()
          .ifPresent(mapping -> named.put(mapping.communicationUserId(), account.user()));
    }
    return named;
  }

  private static void checkKept(
      User user, List<Caller<AdoptionOperation>> callers, SystemState start, SystemState system) {
    boolean hadIdentity =
        isSettled(user, start)
            || callers.stream()
                .filter(caller -> caller.operation().user().equals(user))
                .anyMatch(
                    caller -> caller.result().equals(Optional.of(new Result.Mapped(ADOPTED))));
    boolean isDeleted =
        callers.stream().anyMatch(caller -> caller.operation() == deletionFor(user));
    require(
        !hadIdentity || isDeleted || system.isNamedBy(user, ADOPTED),
        "An adopted identity that nobody deleted stays the user's");
  }

  private static boolean isSettled(User user, SystemState start) {
    return start.isNamedBy(user, ADOPTED)
        && start
            .account(user)
            .mapping()
            .filter(mapping -> mapping.state() == Mapping.State.DELETING)
            .isEmpty();
  }

  private static AdoptionOperation deletionFor(User user) {
    return user.equals(SystemState.USER) ? DELETE : DELETE_FOR_OTHER;
  }

  private static void checkAlive(
      List<AdoptionOperation> operations,
      AdoptionModel model,
      SystemState start,
      SystemState system) {
    boolean mayBeDeleted =
        model.initialState().isBeingDeleted()
            || USERS.stream()
                .filter(user -> operations.contains(deletionFor(user)))
                .anyMatch(user -> operations.contains(adoptionBy(user)) || mayHave(user, start));
    require(
        !start.live.contains(ADOPTED) || mayBeDeleted || system.live.contains(ADOPTED),
        "An identity is deleted only by a deletion of its user");
  }

  private static AdoptionOperation adoptionBy(User user) {
    return user.equals(SystemState.USER) ? ADOPT : ADOPT_FOR_OTHER;
  }

  private static boolean mayHave(User user, SystemState start) {
    return start.previous.containsKey(new SystemState.PreviousKey(user, ADOPTED))
        || start
            .account(user)
            .mapping()
            .filter(mapping -> mapping.communicationUserId().equals(ADOPTED))
            .isPresent();
  }

  private static void checkAdopted(
      List<AdoptionOperation> operations, AdoptionInitialState initialState, SystemState system) {
    boolean isRefused =
        !initialState.isFreeForUser() || !Collections.disjoint(operations, CONFLICTING);
    if (isRefused || !operations.contains(ADOPT)) {
      return;
    }
    boolean isUsers = system.isNamedBy(SystemState.USER, ADOPTED);
    require(
        operations.contains(ADOPT_FOR_OTHER)
            ? isUsers || system.isNamedBy(SystemState.OTHER_USER, ADOPTED)
            : isUsers,
        "An identity that nothing conflicts with is adopted at the end");
  }
}
