package dev.acstoken.azure.entra;

import java.util.Optional;
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

  // The id of a tenant is unique in all clouds, so the host need not belong to the same cloud.
  private static final Pattern VERSION_1_ISSUER =
      Pattern.compile("https://sts\\.(?:windows\\.net|chinacloudapi\\.cn)/([0-9A-Za-z.-]+)/");

  // A tenant of External ID has no Teams users.
  private static final Pattern EXTERNAL_ID = Pattern.compile("https://[^/]+\\.ciamlogin\\.com/");

  /**
   * Returns the tenant of an issuer that may have Teams users; empty if the issuer is not of the
   * form {@code https://login.microsoftonline.com/{tenant}/v2.0}, or is a tenant of External ID.
   */
  public static Optional<EntraTenant> find(String issuer) {
    Matcher parts = ISSUER.matcher(issuer);
    return parts.matches() && !EXTERNAL_ID.matcher(parts.group(1)).matches()
        ? Optional.of(new EntraTenant(parts.group(1), parts.group(2)))
        : Optional.empty();
  }

  /** Returns whether this tenant issues tokens, of version 1 or 2, under a name. */
  public boolean hasIssuer(String name) {
    Matcher version1 = VERSION_1_ISSUER.matcher(name);
    return version1.matches()
        ? version1.group(1).equalsIgnoreCase(id)
        : name.equals(authorityHost + id + "/v2.0");
  }
}
