package dev.acstoken.auth.keys;

import dev.acstoken.identity.Guid;
import java.util.Locale;
import java.util.Optional;

/**
 * A text in which a tenant's id, a GUID, takes the place of {@code {tenantid}}.
 *
 * @param prefix the text before the tenant's id
 * @param suffix the text after it
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-issuer">Microsoft
 *     identity platform: validate the issuer</a>
 */
public record TenantPattern(String prefix, String suffix) {

  /** The place of the tenant's id. */
  public static final String PLACEHOLDER = "{tenantid}";

  /** Parses a pattern. A text without the placeholder is followed by a slash and the id. */
  public static TenantPattern parse(String text) {
    int start = text.indexOf(PLACEHOLDER);
    return start < 0
        ? new TenantPattern(text + "/", "")
        : new TenantPattern(text.substring(0, start), text.substring(start + PLACEHOLDER.length()));
  }

  /** Returns the text for a tenant. */
  public String with(String tenant) {
    return prefix + tenant + suffix;
  }

  /** Returns the tenant's id in lower case; empty if the text does not follow the pattern. */
  public Optional<String> tenantIn(String text) {
    return text.length() > prefix.length() + suffix.length()
            && text.startsWith(prefix)
            && text.endsWith(suffix)
        ? Optional.of(text.substring(prefix.length(), text.length() - suffix.length()))
            .filter(Guid::matches)
            .map(id -> id.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }
}
