package dev.acstoken.identity;

import java.time.Instant;
import java.util.Optional;

/**
 * The stored state of a user.
 *
 * @param user the user
 * @param mapping the user's ACS identity, if there is one
 * @param policy the user's access policy
 * @param row the stored row, by which the store detects a concurrent change; empty if nothing is
 *     stored
 */
public record Account(
    User user, Optional<Mapping> mapping, AccessPolicy policy, Optional<StoredRow> row) {

  /** Returns the account of a user for whom nothing is stored. */
  public static Account blank(User user) {
    return new Account(user, Optional.empty(), AccessPolicy.INHERITED, Optional.empty());
  }

  /** Returns whether the account has neither a mapping nor a custom policy to store. */
  public boolean isBlank() {
    return mapping.isEmpty() && policy.equals(AccessPolicy.INHERITED);
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
    return new Account(user, mapping, policy, Optional.of(newRow));
  }

  public Account withMapping(Mapping newMapping) {
    return new Account(user, Optional.of(newMapping), policy, row);
  }

  /**
   * Returns this account without its ACS identity. The policy stays, so that a blocked user cannot
   * lift the block by deleting the identity.
   */
  public Account withoutMapping() {
    return new Account(user, Optional.empty(), policy, row);
  }

  /** Returns this account with its mapping in another state. */
  public Account withState(Mapping.State state) {
    return new Account(user, mapping.map(current -> current.withState(state)), policy, row);
  }

  /**
   * Returns this account with the time since which ACS has denied that it knows the identity; empty
   * if ACS knows it.
   */
  public Account withUnknownSince(Optional<Instant> time) {
    return new Account(user, mapping.map(current -> current.withUnknownSince(time)), policy, row);
  }

  public Account withPolicy(AccessPolicy newPolicy) {
    return new Account(user, mapping, newPolicy, row);
  }
}
