package dev.acstoken.settings;

import dev.acstoken.auth.ClaimPath;
import java.util.Optional;
import java.util.Set;

/** Finds out whether a claim can identify a user. */
final class UserClaims {

  /** The claims that users can change themselves, or that providers give to somebody else later. */
  private static final Set<String> CHANGEABLE =
      Set.of(
          "upn",
          "unique_name",
          "preferred_username",
          "name",
          "nickname",
          "given_name",
          "middle_name",
          "family_name",
          "phone_number",
          "profile",
          "picture",
          "website");

  private UserClaims() {}

  /** Returns what is wrong with a user claim, as a predicate of a sentence; empty if nothing is. */
  static Optional<String> problemOf(ClaimPath claim) {
    return CHANGEABLE.contains(claim.lastName())
        ? Optional.of(
            "must not be \""
                + claim.lastName()
                + "\": users can change it, or it may belong to somebody else later. Use \"sub\", or"
                + " \"oid\" of Entra ID")
        : Optional.empty();
  }
}
