package dev.acstoken.identity;

import java.util.Optional;

/**
 * The stored state of a user.
 *
 * @param user whom it is about
 * @param mapping the user's ACS identity, if there is one
 * @param policy which scopes the user may have
 * @param version by which the store notices a change since it was read; empty if nothing is stored
 */
public record Account(
    User user, Optional<Mapping> mapping, AccessPolicy policy, Optional<String> version) {

  /** Returns the account of a user about whom nothing is stored. */
  public static Account blank(User user) {
    return new Account(user, Optional.empty(), AccessPolicy.INHERITED, Optional.empty());
  }

  /** Whether there is nothing to store. */
  public boolean isBlank() {
    return mapping.isEmpty() && policy.equals(AccessPolicy.INHERITED);
  }

  public boolean hasIdentity(Mapping identity) {
    return mapping.filter(identity::isSameIdentityAs).isPresent();
  }

  /** Returns this account as the store now has it. */
  public Account withVersion(String newVersion) {
    return new Account(user, mapping, policy, Optional.of(newVersion));
  }

  public Account withMapping(Mapping newMapping) {
    return new Account(user, Optional.of(newMapping), policy, version);
  }

  // The policy stays: a user who is deleted may come back, and what was forbidden still is.
  public Account withoutMapping() {
    return new Account(user, Optional.empty(), policy, version);
  }

  /** Returns this account with its mapping in another state. */
  public Account withState(Mapping.State state) {
    return new Account(user, mapping.map(current -> current.withState(state)), policy, version);
  }

  public Account withPolicy(AccessPolicy newPolicy) {
    return new Account(user, mapping, newPolicy, version);
  }
}
