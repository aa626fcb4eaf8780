package dev.acstoken.settings;

import dev.acstoken.auth.ClaimPath;
import dev.acstoken.auth.TrustedIssuer;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Warns of settings of an issuer that are valid and probably a mistake. */
final class IssuerWarnings {

  /**
   * The audiences of Keycloak, Okta, Microsoft Graph, Azure AD Graph and Azure Resource Manager.
   */
  private static final Set<String> COMMON =
      Set.of(
          "account",
          "realm-management",
          "broker",
          "api://default",
          "https://graph.microsoft.com",
          "00000003-0000-0000-c000-000000000000",
          "https://graph.windows.net",
          "00000002-0000-0000-c000-000000000000",
          "https://management.azure.com",
          "https://management.core.windows.net");

  /** The audiences of Auth0's and IdentityServer's own APIs end with these. */
  private static final List<String> COMMON_ENDS = List.of("/userinfo", "/api/v2", "/resources");

  private IssuerWarnings() {}

  /** Returns a sentence for each setting that is valid and probably a mistake. */
  static List<String> about(List<TrustedIssuer> issuers) {
    return issuers.stream()
        .flatMap(
            issuer ->
                Stream.of(
                        commonAudiences(issuer),
                        dottedName(issuer.userClaim()),
                        dottedName(issuer.rolesClaim()))
                    .flatMap(warnings -> warnings))
        .toList();
  }

  /** Warns of audiences that a provider gives to every application, unless these are listed. */
  private static Stream<String> commonAudiences(TrustedIssuer issuer) {
    return issuer.audience().accepted().stream()
        .sorted()
        .filter(audience -> issuer.applications().isEmpty() && isCommon(audience))
        .map(
            audience ->
                "The audience \""
                    + audience
                    + "\" is in the tokens of every application of its issuer, so each of their users"
                    + " and services is accepted. Give the endpoint an audience of its own, or list"
                    + " the applications in "
                    + Setting.AUTH_ISSUERS
                    + ".");
  }

  /** Warns of a path that is written with dots, as other programs do. */
  private static Stream<String> dottedName(ClaimPath claim) {
    return Stream.of(claim.lastName())
        .filter(name -> claim.names().size() == 1 && name.matches("\\w+(\\.\\w+)+"))
        .map(
            name ->
                "The claim \""
                    + name
                    + "\" is one name with a dot. If it is a path, write it as a list of names in "
                    + Setting.AUTH_ISSUERS
                    + ".");
  }

  private static boolean isCommon(String audience) {
    String withoutSlash =
        audience.endsWith("/") ? audience.substring(0, audience.length() - 1) : audience;
    return COMMON.contains(withoutSlash) || COMMON_ENDS.stream().anyMatch(withoutSlash::endsWith);
  }
}
