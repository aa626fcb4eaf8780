package dev.acstoken.auth;

import java.util.Set;

/**
 * The hosts of Entra ID's issuers in the public cloud, the clouds of the United States and of
 * China, and External ID.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud">Microsoft
 *     identity platform: national clouds</a>
 */
public final class EntraHosts {

  private static final Set<String> VERSION_1 = Set.of("sts.windows.net", "sts.chinacloudapi.cn");

  private static final Set<String> VERSION_2 =
      Set.of(
          "login.microsoftonline.com",
          "login.microsoftonline.us",
          "login.partner.microsoftonline.cn");

  private static final String EXTERNAL_ID = ".ciamlogin.com";

  private EntraHosts() {}

  /** Returns whether the host is that of an issuer of Entra ID. */
  public static boolean isEntra(String host) {
    return isVersion1(host) || VERSION_2.contains(host) || isExternalId(host);
  }

  /** Returns whether the issuers of version 1 tokens have the host. */
  public static boolean isVersion1(String host) {
    return VERSION_1.contains(host);
  }

  /** Returns whether the host is that of a customer tenant. */
  public static boolean isExternalId(String host) {
    return host.endsWith(EXTERNAL_ID);
  }
}
