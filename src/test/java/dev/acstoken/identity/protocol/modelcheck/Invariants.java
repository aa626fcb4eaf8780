package dev.acstoken.identity.protocol.modelcheck;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.Mapping;
import dev.acstoken.identity.TokenScope;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What holds whatever happens; docs/invariants.md explains each. */
final class Invariants {

  private Invariants() {}

  /** When a caller has just answered. */
  static void checkAnswer(Caller caller, World world) {
    Act.Result result = caller.result().orElseThrow();
    result.token().ifPresent(token -> checkRelease(token, world));
    result
        .id()
        .ifPresent(
            id ->
                require(
                    world.mappedHere().equals(Optional.of(id)), "CREATE answers who is mapped"));
    if (caller.act() == Act.RESTRICT) {
      for (AccessToken token : caller.inUseAtBeginning()) {
        require(
            !world.isValid(token) || !world.made(token).scopes().contains(TokenScope.VOIP),
            "RESTRICT answered, and no earlier token has the scope that was taken away");
      }
    }
    if (caller.act() == Act.DELETE || caller.act() == Act.REVOKE) {
      for (AccessToken token : caller.inUseAtBeginning()) {
        require(!world.isValid(token), caller.act() + " answered, and no earlier token lives");
      }
    }
  }

  // One that was revoked meanwhile is of no use to anybody, so it may leave.
  private static void checkRelease(AccessToken token, World world) {
    require(
        world.allowed().containsAll(world.made(token).scopes()),
        "A released token has no scope that was taken away");
    CommunicationUserId owner = world.ownerOf(token);
    require(world.live.contains(owner), "A released token is of an identity that lives");
    require(
        world.mappedHere().equals(Optional.of(owner)),
        "A released token is of the identity that is mapped");
  }

  /** At any moment. */
  static void checkAlways(World world) {
    if (!world.isRevoking()) {
      for (AccessToken token : world.released) {
        require(
            !world.isValid(token) || world.allowed().containsAll(world.made(token).scopes()),
            "A token in use has no more than the row allows, but while it says that it is revoked");
      }
    }
  }

  /** At any moment, if nobody is frozen beyond a sweep's patience. */
  static void checkReverseRow(World world) {
    require(
        world.reverseRows.containsAll(world.mappedHere().map(Set::of).orElse(Set.of())),
        "A mapped identity has its reverse row");
  }

  /** When all is at rest and the policy was not changed both ways. */
  static void checkPolicy(List<Act> acts, Set<TokenScope> allowedAtBeginning, World world) {
    boolean isRestricted = acts.contains(Act.RESTRICT);
    boolean isReset = acts.contains(Act.RESET);
    if (isRestricted && !isReset) {
      require(world.allowed().equals(Set.of(TokenScope.CHAT)), "A policy that was set holds");
    }
    if (isReset && !isRestricted) {
      require(world.allowed().equals(Act.POLICY.scopes()), "A policy that was reset is gone");
    }
    if (!isReset && !isRestricted) {
      require(world.allowed().equals(allowedAtBeginning), "A policy outlives all else");
    }
  }

  /** When all is at rest: no caller under way, all retried, and swept. */
  static void checkRest(World world) {
    require(world.unsettled.isEmpty(), "Nothing is left unsettled");
    Optional<CommunicationUserId> mapped = world.mappedHere();
    require(
        world.row.mapping().stream().allMatch(it -> it.state() == Mapping.State.ACTIVE),
        "No row is left in between");
    require(world.row.mapping().isEmpty() || mapped.isPresent(), "No row is of another resource");
    Set<CommunicationUserId> reachable = new HashSet<>(world.live);
    reachable.retainAll(world.everWritten);
    require(reachable.size() <= 1, "A user has at most one live identity");
    require(
        mapped.map(Set::of).orElse(Set.of()).containsAll(reachable),
        "Every live identity is reachable from its user's row");
    require(
        world.reverseRows.containsAll(mapped.map(Set::of).orElse(Set.of())),
        "The mapped identity has its reverse row");
    for (AccessToken token : world.released) {
      require(
          !world.isValid(token) || mapped.equals(Optional.of(world.ownerOf(token))),
          "A valid token is of the mapped identity");
    }
  }

  /** When all is at rest and nobody was frozen beyond a sweep's patience. */
  static void checkNoGarbage(World world) {
    require(
        world.reverseRows.equals(world.mappedHere().map(Set::of).orElse(Set.of())),
        "Only the mapped identity has a reverse row");
  }

  /** The identities at ACS whose id died with their caller; no token of theirs ever left. */
  static int countLost(World world) {
    Set<CommunicationUserId> lost = new HashSet<>(world.live);
    lost.removeAll(world.everWritten);
    for (AccessToken token : world.released) {
      require(!lost.contains(world.ownerOf(token)), "No token of a lost identity ever left");
    }
    return lost.size();
  }

  static void require(boolean holds, String invariant) {
    if (!holds) {
      throw new Violation(invariant);
    }
  }
}
