package dev.acstoken.settings;

import dev.acstoken.auth.ClaimPath;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds out whether a claim can identify a user. */
final class UserClaims {

  /** The claims that users can change themselves, or that providers give to somebody else later. */
  private static final Set<String> CHANGEABLE =
      Set.of(
          "upn",
          "unique_name",
          "onpremisesuserprincipalname",
          "winaccountname",
          "preferred_username",
          "username",
          "user_name",
          "login",
          "name",
          "display_name",
          "displayname",
          "nickname",
          "given_name",
          "middle_name",
          "family_name",
          "phone",
          "phone_number",
          "mobile",
          "profile",
          "picture",
          "website");

  /** The claims that say nothing of the user, or that differ between the user's tokens. */
  private static final Set<String> OF_THE_TOKEN =
      Set.of(
          "iss",
          "aud",
          "exp",
          "nbf",
          "iat",
          "jti",
          "nonce",
          "at_hash",
          "c_hash",
          "sid",
          "tid",
          "azp",
          "client_id",
          "appid",
          "cid",
          "scp",
          "scope",
          "roles",
          "groups",
          "idp",
          "acr",
          "amr",
          "typ",
          "locale",
          "zoneinfo",
          "gender",
          "birthdate");

  private UserClaims() {}

  /** Returns what is wrong with a user claim, as a predicate of a sentence; empty if nothing is. */
  static Optional<String> problemOf(ClaimPath claim) {
    String name = claim.lastName();
    String meaning = withoutNamespace(name).toLowerCase(Locale.ROOT);
    if (CHANGEABLE.contains(meaning)) {
      return Optional.of(
          "must not be \""
              + name
              + "\": users can change it, or it may belong to somebody else later. Use \"sub\", or"
              + " \"oid\" of Entra ID");
    }
    if (OF_THE_TOKEN.contains(meaning)) {
      return Optional.of("must not be \"" + name + "\": it does not identify a user. Use \"sub\"");
    }
    return meaning.contains("mail") && !claim.equals(ClaimPath.of("email"))
        ? Optional.of(
            "must not be \""
                + name
                + "\": nothing says whether that address is verified. Use \"sub\", or \"email\" if the"
                + " tokens have \"email_verified\"")
        : Optional.empty();
  }

  private static String withoutNamespace(String name) {
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1);
  }
}
