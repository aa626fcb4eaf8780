package dev.acstoken.identity;

import java.time.Instant;
import java.util.Optional;

/**
 * The stored state of a user.
 *
 * @param user the user
 * @param mapping the user's ACS identity, if there is one
 * @param policy the user's access policy
 * @param move the move of the user to or from the name of a renamed issuer, if there was one
 * @param row the stored row, by which the store detects a concurrent change; empty if nothing is
 *     stored
 */
public record Account(
    User user,
    Optional<Mapping> mapping,
    AccessPolicy policy,
    Optional<Move> move,
    Optional<StoredRow> row) {

  /** Creates the account of a user whose issuer was not renamed. */
  public Account(
      User user, Optional<Mapping> mapping, AccessPolicy policy, Optional<StoredRow> row) {
    this(user, mapping, policy, Optional.empty(), row);
  }

  /** Returns the account of a user for whom nothing is stored. */
  public static Account blank(User user) {
    return new Account(user, Optional.empty(), AccessPolicy.INHERITED, Optional.empty());
  }

  /** Returns whether the account has neither a mapping, a custom policy nor a move to store. */
  public boolean isBlank() {
    return mapping.isEmpty() && policy.equals(AccessPolicy.INHERITED) && move.isEmpty();
  }

  /** Returns whether the account is mapped to the same ACS identity, in any state. */
  public boolean hasIdentity(Mapping identity) {
    return mapping.filter(identity::isSameIdentityAs).isPresent();
  }

  /** Returns the version of the stored row; empty if nothing is stored. */
  public Optional<String> version() {
    return row.map(StoredRow::version);
  }

  /** Returns this account as it is stored in a row. */
  public Account withRow(StoredRow newRow) {
    return new Account(user, mapping, policy, move, Optional.of(newRow));
  }

  public Account withMapping(Mapping newMapping) {
    return new Account(user, Optional.of(newMapping), policy, move, row);
  }

  /**
   * Returns this account without its ACS identity. The policy stays, so that a blocked user cannot
   * lift the block by deleting the identity.
   */
  public Account withoutMapping() {
    return new Account(user, Optional.empty(), policy, move, row);
  }

  /** Returns this account with its mapping in another state. */
  public Account withState(Mapping.State state) {
    return new Account(user, mapping.map(current -> current.withState(state)), policy, move, row);
  }

  /**
   * Returns this account with the time since which ACS has denied that it knows the identity; empty
   * if ACS knows it.
   */
  public Account withUnknownSince(Optional<Instant> time) {
    return new Account(
        user, mapping.map(current -> current.withUnknownSince(time)), policy, move, row);
  }

  public Account withPolicy(AccessPolicy newPolicy) {
    return new Account(user, mapping, newPolicy, move, row);
  }

  /** Returns this account with a mark that its user is being moved. */
  public Account withMove(Move newMove) {
    return new Account(user, mapping, policy, Optional.of(newMove), row);
  }

  /** Returns this account without the mark that its user is being moved. */
  public Account withoutMove() {
    return new Account(user, mapping, policy, Optional.empty(), row);
  }

  /**
   * Returns what this account contains as the account of another user, with a mark of its origin.
   *
   * @param target what is stored for the other user, in place of which the result may be stored
   */
  public Account movedTo(Account target) {
    return new Account(
        target.user(),
        mapping.map(current -> current.withUser(target.user())),
        policy,
        Optional.of(new Move(Move.Stage.FROM, user.issuer())),
        target.row());
  }

  /** Returns the pointer that this account becomes when it was moved to another issuer's name. */
  public Account pointerTo(String issuer) {
    return new Account(
        user,
        Optional.empty(),
        AccessPolicy.INHERITED,
        Optional.of(new Move(Move.Stage.MOVED, issuer)),
        row);
  }

  /** Returns whether the account is at this stage of a move to or from an issuer's name. */
  public boolean isAt(Move.Stage stage, String issuer) {
    return move.equals(Optional.of(new Move(stage, issuer)));
  }

  /** Returns whether the deletion of the mapped identity has begun. */
  public boolean isDeleting() {
    return mapping.filter(it -> it.state() == Mapping.State.DELETING).isPresent();
  }

  /** Returns whether a change of the mapping has begun and is not complete. */
  public boolean isChanging() {
    return mapping.filter(it -> it.state() != Mapping.State.ACTIVE).isPresent();
  }
}
