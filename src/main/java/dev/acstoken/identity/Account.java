package dev.acstoken.identity;

import java.util.Optional;
import java.util.Set;

/**
 * What is on record of a user.
 *
 * @param user whom it is about
 * @param mapping the user's ACS identity, if there is one
 * @param allowedScopes the user's own access policy; empty for the configured one
 * @param version what the store uses to notice a change since it was read; empty if nothing is on
 *     record
 */
public record Account(
    User user, Optional<Mapping> mapping, Optional<Set<TokenScope>> allowedScopes, String version) {

  public Account {
    allowedScopes = allowedScopes.map(Set::copyOf);
  }

  /** Nothing is on record of the user. */
  public static Account blank(User user) {
    return new Account(user, Optional.empty(), Optional.empty(), "");
  }

  /** Whether there is nothing to keep on record. */
  public boolean isBlank() {
    return mapping.isEmpty() && allowedScopes.isEmpty();
  }

  /** This account as the store now has it. */
  public Account stored(String newVersion) {
    return new Account(user, mapping, allowedScopes, newVersion);
  }

  /** Whether nothing was begun with its identity that is yet to be finished. */
  public boolean isSettled() {
    return mapping.filter(it -> it.state() != Mapping.State.ACTIVE).isEmpty();
  }

  public boolean hasIdentity(Mapping identity) {
    return mapping.filter(identity::isSameIdentityAs).isPresent();
  }

  public Account mappedTo(Mapping identity) {
    return new Account(user, Optional.of(identity), allowedScopes, version);
  }

  // A user who is gone may come back, and then what was forbidden still is.
  public Account withoutIdentity() {
    return new Account(user, Optional.empty(), allowedScopes, version);
  }

  public Account in(Mapping.State state) {
    return new Account(user, mapping.map(it -> it.in(state)), allowedScopes, version);
  }

  public Account allowing(Optional<Set<TokenScope>> scopes) {
    return new Account(user, mapping, scopes, version);
  }
}
