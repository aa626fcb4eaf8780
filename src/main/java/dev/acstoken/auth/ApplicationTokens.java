package dev.acstoken.auth;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells the tokens of applications from those of users. No claim says this for all providers, so
 * several are looked at.
 *
 * @param mark the configured mark of an application's token; empty if it is inferred from the
 *     subject and the session
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9700#section-4.15">RFC 9700, section 4.15: a
 *     client may be named like a user</a>
 */
public record ApplicationTokens(Optional<ClaimCondition> mark) {

  // The claim's name in OpenID Connect, in RFC 9068, in Entra ID's older tokens and in Okta.
  private static final List<ClaimPath> APPLICATION_IDS =
      Stream.of("azp", "client_id", "appid", "cid").map(ClaimPath::of).toList();

  // The claim's name in Auth0 and FusionAuth, and in UAA and XSUAA.
  private static final List<ClaimPath> GRANTS =
      Stream.of("gty", "grant_type").map(ClaimPath::of).toList();

  private static final Set<String> CLIENT_CREDENTIALS =
      Set.of("client-credentials", "client_credentials");

  private static final ClaimPath ISSUER = ClaimPath.of("iss");
  private static final ClaimPath AUDIENCE = ClaimPath.of("aud");
  private static final ClaimPath SUBJECT = ClaimPath.of("sub");

  /** Returns the ids by which the token names the application that it was issued to. */
  static List<String> applicationIdsIn(Map<String, Object> claims) {
    return APPLICATION_IDS.stream()
        .flatMap(claim -> claim.textIn(claims).stream())
        .distinct()
        .toList();
  }

  /** Returns whether the token represents an application and no user. */
  boolean isApplication(Map<String, Object> claims) {
    return saysSo(claims)
        || mark.map(condition -> condition.isMetBy(claims)).orElseGet(() -> isInferred(claims));
  }

  private static boolean saysSo(Map<String, Object> claims) {
    return has(claims, "idtyp", "app")
        || has(claims, "aut", "APPLICATION")
        || GRANTS.stream()
            .flatMap(claim -> claim.textsIn(claims).stream())
            .anyMatch(CLIENT_CREDENTIALS::contains)
        || isServiceAccountOfKeycloak(claims);
  }

  private static boolean isInferred(Map<String, Object> claims) {
    return isOfKeycloakWithoutSession(claims)
        || SUBJECT
            .textIn(claims)
            .filter(subject -> isSubjectOfApplication(subject, claims))
            .isPresent();
  }

  private static boolean isSubjectOfApplication(String subject, Map<String, Object> claims) {
    return subject.endsWith("@clients")
        || applicationIdsIn(claims).contains(subject)
        || AUDIENCE.textsIn(claims).contains(subject)
        || isServicePrincipalOfEntra(claims, subject);
  }

  // In Entra ID, a user's subject differs between applications, and the object id does not. In
  // Azure
  // AD B2C, the two are the same.
  private static boolean isServicePrincipalOfEntra(Map<String, Object> claims, String subject) {
    return has(claims, "oid", subject)
        && ISSUER.textIn(claims).filter(ApplicationTokens::isEntra).isPresent();
  }

  private static boolean isEntra(String issuer) {
    String host = URI.create(issuer).getHost();
    return host != null && EntraHosts.isEntra(host);
  }

  // Keycloak leaves out the names of a service account if its client lacks the scope "profile" or
  // issues lightweight tokens. Only users have sessions.
  private static boolean isOfKeycloakWithoutSession(Map<String, Object> claims) {
    return (has(claims, "typ", "Bearer") || has(claims, "typ", "DPoP"))
        && ClaimPath.of("azp").in(claims).isPresent()
        && ClaimPath.of("sid").in(claims).isEmpty()
        && ClaimPath.of("session_state").in(claims).isEmpty();
  }

  private static boolean isServiceAccountOfKeycloak(Map<String, Object> claims) {
    Optional<String> name = ClaimPath.of("preferred_username").textIn(claims);
    return applicationIdsIn(claims).stream()
        .map(id -> "service-account-" + id.toLowerCase(Locale.ROOT))
        .anyMatch(account -> name.filter(account::equals).isPresent());
  }

  private static boolean has(Map<String, Object> claims, String name, String value) {
    return ClaimPath.of(name).textIn(claims).filter(value::equals).isPresent();
  }
}
