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

  /**
   * Returns the tenant of an issuer; empty if the issuer is not of the form {@code
   * https://login.microsoftonline.com/{tenant}/v2.0}.
   */
  public static Optional<EntraTenant> find(String issuer) {
    Matcher parts = ISSUER.matcher(issuer);
    return parts.matches()
        ? Optional.of(new EntraTenant(parts.group(1), parts.group(2)))
        : Optional.empty();
  }
}
