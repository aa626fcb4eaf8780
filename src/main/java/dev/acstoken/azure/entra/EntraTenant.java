package dev.acstoken.azure.entra;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A tenant of Entra ID that issues tokens.
 *
 * @param authorityHost the URL before the tenant, such as {@code
 *     https://login.microsoftonline.com/}
 * @param id the tenant's id or domain name
 */
public record EntraTenant(String authorityHost, String id) {

  private static final Pattern ISSUER =
      Pattern.compile("(https://[^/?#]+/)([0-9A-Za-z.-]+)/v2\\.0");

  /**
   * Returns the tenant of an issuer.
   *
   * @throws IllegalArgumentException if the issuer is not of the form {@code
   *     https://login.microsoftonline.com/{tenant}/v2.0}
   */
  public static EntraTenant ofIssuer(URI issuer) {
    Matcher parts = ISSUER.matcher(issuer.toString());
    if (!parts.matches()) {
      throw new IllegalArgumentException("The issuer is not a tenant of Entra ID.");
    }
    return new EntraTenant(parts.group(1), parts.group(2));
  }
}
