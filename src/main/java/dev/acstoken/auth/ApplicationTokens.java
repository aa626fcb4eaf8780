package dev.acstoken.auth;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  private static final Pattern HOST = Pattern.compile("https://([^/:]+)");

  private static final ClaimPath ISSUER = ClaimPath.of("iss");
  private static final ClaimPath AUDIENCE = ClaimPath.of("aud");
  private static final ClaimPath SUBJECT = ClaimPath.of("sub");

  /** Returns the ids by which the token names the application that it was issued to. */
  static List<String> applicationIdsIn(Map<String, Object> claims) {
    return APPLICATION_IDS.stream()
        .flatMap(claim -> claim.valuesIn(claims).stream())
        .map(String::valueOf)
        .distinct()
        .toList();
  }

  /**
   * Returns the claim that shows that the token represents an application; empty if it represents a
   * user.
   */
  Optional<String> signIn(Map<String, Object> claims) {
    return explicitSignIn(claims)
        .or(
            () ->
                mark.isPresent()
                    ? mark.filter(it -> it.isMetBy(claims)).map(it -> it.claim().toString())
                    : inferredSignIn(claims));
  }

  private static Optional<String> explicitSignIn(Map<String, Object> claims) {
    return first(
        List.of(
            Map.entry("idtyp", has(claims, "idtyp", "app")),
            Map.entry("aut", has(claims, "aut", "APPLICATION")),
            Map.entry("gty", isGrantedToClient(claims)),
            Map.entry("preferred_username", isServiceAccountOfKeycloak(claims))));
  }

  private static boolean isGrantedToClient(Map<String, Object> claims) {
    return GRANTS.stream()
        .flatMap(claim -> claim.textsIn(claims).stream())
        .anyMatch(ApplicationTokens::isClientCredentials);
  }

  // Also as one of several words, and as the end of a URN.
  private static boolean isClientCredentials(String grants) {
    return Stream.of(grants.toLowerCase(Locale.ROOT).replace('-', '_').split(" "))
        .anyMatch(grant -> grant.endsWith("client_credentials"));
  }

  private static Optional<String> inferredSignIn(Map<String, Object> claims) {
    if (isOfKeycloakWithoutSession(claims)) {
      return Optional.of("sid");
    }
    return SUBJECT.textIn(claims).flatMap(subject -> signInSubject(subject, claims));
  }

  private static Optional<String> signInSubject(String subject, Map<String, Object> claims) {
    return first(
        List.of(
            Map.entry("sub", isSubjectOfApplication(subject, claims)),
            Map.entry("aud", AUDIENCE.textsIn(claims).contains(subject)),
            Map.entry("oid", isServicePrincipalOfEntra(claims, subject))));
  }

  private static boolean isSubjectOfApplication(String subject, Map<String, Object> claims) {
    return subject.toLowerCase(Locale.ROOT).endsWith("@clients")
        || applicationIdsIn(claims).stream().anyMatch(subject::equalsIgnoreCase);
  }

  private static Optional<String> first(List<Map.Entry<String, Boolean>> signs) {
    return signs.stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).findFirst();
  }

  // In Entra ID, a user's subject differs between applications, and the object id does not. The two
  // are the same in Azure AD B2C.
  private static boolean isServicePrincipalOfEntra(Map<String, Object> claims, String subject) {
    return has(claims, "oid", subject)
        && ISSUER.textIn(claims).filter(ApplicationTokens::isEntra).isPresent();
  }

  private static boolean isEntra(String issuer) {
    Matcher host = HOST.matcher(issuer);
    return host.lookingAt() && EntraHosts.isEntra(host.group(1).toLowerCase(Locale.ROOT));
  }

  // Keycloak leaves out the names of a service account if its client lacks the scope "profile" or
  // issues lightweight tokens. Only users have sessions.
  private static boolean isOfKeycloakWithoutSession(Map<String, Object> claims) {
    return (has(claims, "typ", "Bearer") || has(claims, "typ", "DPoP"))
        && !applicationIdsIn(claims).isEmpty()
        && isBlank(claims, "sid")
        && isBlank(claims, "session_state");
  }

  private static boolean isBlank(Map<String, Object> claims, String name) {
    return ClaimPath.of(name).in(claims).map(String::valueOf).orElse("").isBlank();
  }

  private static boolean isServiceAccountOfKeycloak(Map<String, Object> claims) {
    return applicationIdsIn(claims).stream()
        .anyMatch(id -> has(claims, "preferred_username", "service-account-" + id));
  }

  private static boolean has(Map<String, Object> claims, String name, String value) {
    return ClaimPath.of(name).textsIn(claims).stream().anyMatch(value::equalsIgnoreCase);
  }
}
