package dev.acstoken.settings;

import dev.acstoken.auth.EntraHosts;
import dev.acstoken.identity.Guid;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out what is wrong with the URL of an issuer of Entra ID, and with the names of its
 * applications.
 *
 * @see <a
 *     href="https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference">Access
 *     token claims reference</a>
 */
final class EntraIssuerUrl {

  private static final Set<String> NO_TENANTS = Set.of("common", "organizations", "consumers");

  private EntraIssuerUrl() {}

  /** Returns whether the issuer is one of Entra ID. It may be a template. */
  static boolean isOfEntra(String issuer) {
    return EntraHosts.isEntra(host(issuer));
  }

  /** Returns whether the issuer is one of version 2 tokens, External ID included. */
  static boolean isOfVersion2(String issuer) {
    return isOfEntra(issuer) && !EntraHosts.isVersion1(host(issuer));
  }

  /** Returns what is wrong with the URL, as a predicate of a sentence; empty if nothing is. */
  static Optional<String> problemOf(URI uri) {
    String host = uri.getHost();
    String[] path = uri.getRawPath().split("/", -1);
    String tenant = path.length > 1 ? path[1] : "";
    if (NO_TENANTS.contains(tenant)) {
      return Optional.of(
          "names no tenant, but the tokens of Entra ID do: use the tenant's id, or \"{tenantid}\" in "
              + Setting.AUTH_ISSUERS);
    }
    boolean isHostById =
        !EntraHosts.isExternalId(host) || Guid.matches(host.substring(0, host.indexOf('.')));
    if (!Guid.matches(tenant) || !isHostById) {
      return Optional.of(
          "names the tenant by a name, but the tokens of Entra ID name it by its id, a GUID");
    }
    String right = "/" + tenant + (EntraHosts.isVersion1(host) ? "/" : "/v2.0");
    if (!uri.getRawPath().equals(right)) {
      return Optional.of(
          "is not what the tokens of Entra ID name: set https://" + uri.getRawAuthority() + right);
    }
    return isInLowerCase(tenant)
        ? Optional.empty()
        : Optional.of("must spell the tenant's id in lower case, as the tokens of Entra ID do");
  }

  /** Returns what is wrong with the name of an application, as a predicate of a sentence. */
  static Optional<String> problemOfApplication(String application) {
    return Guid.matches(application) && isInLowerCase(application)
        ? Optional.empty()
        : Optional.of(
            "must be the client id of an application, a GUID in lower case, because the tokens of"
                + " Entra ID name applications so");
  }

  private static boolean isInLowerCase(String text) {
    return text.equals(text.toLowerCase(Locale.ROOT));
  }

  private static String host(String issuer) {
    return issuer.matches("https://[^/]+(/.*)?") ? issuer.split("/", -1)[2] : "";
  }
}
