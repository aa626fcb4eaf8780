package dev.acstoken.settings;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Knows the audiences that a provider gives to the tokens of every application. */
final class CommonAudiences {

  private static final Set<String> KEYCLOAK =
      Set.of("account", "account-console", "realm-management", "broker", "master-realm");

  private static final Set<String> OKTA = Set.of("api://default");

  /** Azure AD Graph, Microsoft Graph, Azure Resource Manager, Exchange and SharePoint. */
  private static final Set<String> MICROSOFT =
      Set.of(
          "00000002-0000-0000-c000-000000000000",
          "https://graph.windows.net",
          "00000003-0000-0000-c000-000000000000",
          "https://graph.microsoft.com",
          "https://graph.microsoft.us",
          "https://dod-graph.microsoft.us",
          "https://microsoftgraph.chinacloudapi.cn",
          "797f4846-ba00-4fd7-ba43-dac1f8f63013",
          "https://management.azure.com",
          "https://management.core.windows.net",
          "00000002-0000-0ff1-ce00-000000000000",
          "https://outlook.office.com",
          "https://outlook.office365.com",
          "00000003-0000-0ff1-ce00-000000000000",
          "https://communication.azure.com",
          "api://azureadtokenexchange");

  /** Cloud Foundry UAA, PingOne in each region, and Logto. */
  private static final Set<String> OTHERS =
      Set.of(
          "openid",
          "https://api.pingone.com",
          "https://api.pingone.eu",
          "https://api.pingone.asia",
          "https://api.pingone.ca",
          "https://api.pingone.com.au",
          "https://api.pingone.sg",
          "https://default.logto.app/api");

  /** The audiences of Auth0's own APIs end with these. */
  private static final List<String> ENDS =
      List.of("/userinfo", ".auth0.com/api/v2", ".auth0.com/me", ".auth0.com/mfa");

  /** IdentityServer adds this to the issuer for its static audience. */
  private static final String RESOURCES = "/resources";

  private CommonAudiences() {}

  /** Returns whether the issuer may give the audience to the tokens of every application. */
  static boolean contain(String audience, String issuer) {
    String name = withoutSlash(audience).toLowerCase(Locale.ROOT);
    return KEYCLOAK.contains(name)
        || OKTA.contains(name)
        || MICROSOFT.contains(name)
        || OTHERS.contains(name)
        || name.equals((withoutSlash(issuer) + RESOURCES).toLowerCase(Locale.ROOT))
        || ENDS.stream().anyMatch(name::endsWith);
  }

  private static String withoutSlash(String audience) {
    return audience.endsWith("/") ? audience.substring(0, audience.length() - 1) : audience;
  }
}
