package dev.acstoken.settings;

import dev.acstoken.auth.TrustedIssuer;
import java.util.List;
import java.util.Set;

/** Warns of audiences that a provider gives to every application. */
final class AudienceWarnings {

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

  private AudienceWarnings() {}

  /** Returns a sentence for each such audience, unless the issuer's applications are listed. */
  static List<String> about(List<TrustedIssuer> issuers) {
    return issuers.stream()
        .filter(issuer -> issuer.applications().isEmpty())
        .flatMap(issuer -> issuer.audience().accepted().stream().sorted())
        .filter(AudienceWarnings::isCommon)
        .map(
            audience ->
                "The audience \""
                    + audience
                    + "\" is in the tokens of every application of its issuer, so each of their users"
                    + " and services is accepted. Give the endpoint an audience of its own, or list"
                    + " the applications in "
                    + Setting.AUTH_ISSUERS
                    + ".")
        .toList();
  }

  private static boolean isCommon(String audience) {
    String withoutSlash =
        audience.endsWith("/") ? audience.substring(0, audience.length() - 1) : audience;
    return COMMON.contains(withoutSlash) || COMMON_ENDS.stream().anyMatch(withoutSlash::endsWith);
  }
}
