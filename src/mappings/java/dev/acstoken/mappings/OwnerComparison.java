package dev.acstoken.mappings;

import dev.acstoken.identity.User;
import dev.acstoken.mappings.sort.LineSorter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Compares the users of identities with the owners of identities. A scan finds the rows at
 * different times, so a difference is checked again before it is reported.
 */
final class OwnerComparison {

  private OwnerComparison() {}

  /** Compares the texts of {@link IdentityUse}, until it is interrupted. */
  static void run(
      LineSorter sorter, OwnerCheck check, Interruption interruption, Differences differences)
      throws IOException {
    try (KeyGroups groups = new KeyGroups(sorter.sort(interruption::isRequested))) {
      Optional<List<String>> group = groups.next();
      while (group.isPresent() && !interruption.isRequested()) {
        List<IdentityUse> uses = group.get().stream().map(IdentityUse::parse).toList();
        if (compare(uses).isPresent()) {
          compare(check.readAgain(uses)).ifPresent(differences::add);
        }
        group = groups.next();
      }
    }
  }

  private static Optional<Difference> compare(List<IdentityUse> uses) {
    if (!of(IdentityUse.Kind.PENDING, uses).isEmpty()) {
      return Optional.empty();
    }
    List<User> users = of(IdentityUse.Kind.CURRENT, uses);
    Optional<User> owner = of(IdentityUse.Kind.OWNER, uses).stream().findFirst();
    if (users.size() > 1) {
      return Optional.of(
          Difference.of(
              Difference.Kind.SHARED,
              users.get(0),
              "%s has the same identity.".formatted(describe(users.get(1)))));
    }
    return users.isEmpty()
        ? owner.flatMap(it -> compareUnused(it, of(IdentityUse.Kind.PREVIOUS, uses), uses))
        : compareOwner(users.get(0), owner);
  }

  private static Optional<Difference> compareOwner(User user, Optional<User> owner) {
    return owner.equals(Optional.of(user))
        ? Optional.empty()
        : Optional.of(
            Difference.of(
                Difference.Kind.OWNER,
                user,
                owner
                    .map(it -> "%s is stored as the owner of the identity.".formatted(describe(it)))
                    .orElse("No owner of the identity is stored.")));
  }

  // The row of a previous identity of a user who was moved stays for some minutes.
  private static Optional<Difference> compareUnused(
      User owner, List<User> previous, List<IdentityUse> uses) {
    return previous.contains(owner)
        ? Optional.empty()
        : Optional.of(
            Difference.of(
                Difference.Kind.OWNER,
                owner,
                "The user is stored as the owner of an identity that no user has (row %s/user)."
                    .formatted(uses.get(0).identityKey())));
  }

  private static String describe(User user) {
    return "%s of %s".formatted(user.id(), user.issuer());
  }

  private static List<User> of(IdentityUse.Kind kind, List<IdentityUse> uses) {
    return uses.stream().filter(it -> it.kind() == kind).map(IdentityUse::user).toList();
  }
}
