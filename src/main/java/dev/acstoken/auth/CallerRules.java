package dev.acstoken.auth;

import static java.util.stream.Collectors.joining;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.Guid;
import dev.acstoken.identity.Redacted;
import dev.acstoken.identity.User;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether the holder of a verified token may call, and who it is. A caller is a user with
 * the required scope, has the admin role, or is an application with the role that the operation
 * demands of applications.
 *
 * @param issuer the token's issuer
 * @param roles the roles that count
 * @param operation the kind of the operation that is called
 */
record CallerRules(TrustedIssuer issuer, Roles roles, OperationKind operation) {

  private static final ClaimPath OBJECT_ID = ClaimPath.of("oid");
  private static final Set<String> OTHER_PURPOSES = Set.of("Logout", "Refresh", "Offline");
  private static final ClaimPath EMAIL = ClaimPath.of("email");
  private static final ClaimPath SUBJECT = ClaimPath.of("sub");

  /**
   * Returns the caller to whom the token was issued.
   *
   * @param iss the token's issuer
   * @param verified the token's claims
   * @param claims the same claims as JSON
   * @throws TokenRefusal if the token is refused
   */
  Caller callerOf(Redacted token, String iss, JWTClaimsSet verified, Map<String, Object> claims) {
    requireAudience(verified);
    requireNoOtherPurpose(claims);
    requireNoConstraint(claims);
    List<String> applicationIds = ApplicationTokens.applicationIdsIn(claims);
    requireAcceptedApplication(applicationIds);
    requireClaims(claims);
    Authority authority = authorityIn(iss, claims);
    Optional<String> sign = issuer.applicationTokens().signIn(claims);
    requireUserOrAcceptedApplication(sign, authority);
    boolean isApplication = sign.isPresent() || isWithoutUser(claims, authority, applicationIds);
    if (!isApplication && authority != Authority.ADMIN) {
      requireScope(claims);
    }
    String userIssuer = issuer.name().userKeyNamed(iss).orElse(iss);
    return new Caller(
        userIssuer,
        iss,
        Caller.principal(
            userIssuer, principalId(claims, isApplication, applicationIds), isApplication),
        isApplication,
        authority.includes(Authority.ADMIN),
        authority.includes(Authority.INVITER),
        applicationIds.stream().findFirst(),
        OBJECT_ID.textIn(claims).filter(Guid::matches),
        token);
  }

  private void requireAudience(JWTClaimsSet token) {
    if (!issuer.audience().isAudienceOf(token)) {
      throw TokenRefusal.invalid(
              RefusalReason.AUDIENCE, "The bearer token is for another audience.")
          .comparing(
              String.join(",", issuer.audience().audiencesOf(token)),
              joined(issuer.audience().accepted()));
    }
  }

  // A logout token has events (OpenID Connect Back-Channel Logout 1.0, section 2.4). In Keycloak,
  // the payload says what a token is for.
  private static void requireNoOtherPurpose(Map<String, Object> claims) {
    Optional<String> purpose = ClaimPath.of("typ").textIn(claims);
    if (ClaimPath.of("events").in(claims).isPresent()
        || purpose.filter(OTHER_PURPOSES::contains).isPresent()) {
      throw TokenRefusal.invalid(
              RefusalReason.TYPE,
              "The bearer token is of a type that this service does not accept.")
          .comparing(purpose.orElse("events"), "");
    }
  }

  // A constrained token is worthless to a thief only if each recipient checks the proof (RFC 9449,
  // RFC 8705).
  private static void requireNoConstraint(Map<String, Object> claims) {
    if (ClaimPath.of("cnf").in(claims).isPresent()) {
      throw TokenRefusal.invalid(
          RefusalReason.CONSTRAINED,
          "The bearer token is bound to a key, and this service cannot check the proof of"
              + " possession. Request a token that is not bound.");
    }
  }

  private void requireAcceptedApplication(List<String> named) {
    Optional<Set<String>> accepted = issuer.applications();
    if (accepted.isPresent() && (named.isEmpty() || !accepted.get().containsAll(named))) {
      throw TokenRefusal.invalid(
              RefusalReason.APPLICATION,
              "The bearer token was issued to an application that this service does not accept.")
          .comparing(String.join(",", named), joined(accepted.get()));
    }
  }

  private void requireClaims(Map<String, Object> claims) {
    for (ClaimCondition condition : issuer.requiredClaims()) {
      if (!condition.isMetBy(claims)) {
        throw TokenRefusal.invalid(
                RefusalReason.CLAIM,
                "The bearer token does not meet a condition that this service has for its claims.")
            .comparing("", condition.claim().toString());
      }
    }
  }

  private Authority authorityIn(String iss, Map<String, Object> claims) {
    return issuer.admins().mayBeIn(issuer.name().tenantIn(iss))
        ? roles.authorityOf(issuer.rolesClaim().textsIn(claims))
        : Authority.NONE;
  }

  // Some providers issue tokens without a subject to applications. A user who only lacks the user
  // claim must not evade the required scope or a block, so the subject counts, too.
  private boolean isWithoutUser(
      Map<String, Object> claims, Authority authority, List<String> applicationIds) {
    return operation.acceptsApplications(authority)
        && !applicationIds.isEmpty()
        && issuer.userClaim().in(claims).isEmpty()
        && (authority == Authority.ADMIN || SUBJECT.in(claims).isEmpty());
  }

  private void requireUserOrAcceptedApplication(
      Optional<String> signOfApplication, Authority authority) {
    if (signOfApplication.isPresent() && !operation.acceptsApplications(authority)) {
      throw TokenRefusal.of(
              RefusalReason.APPLICATION,
              ErrorCode.USER_REQUIRED,
              "The bearer token represents an application. Send a token of a signed-in user, or"
                  + " give the application "
                  + operation.roleOfApplications()
                  + ".")
          .comparing(signOfApplication.get(), "");
    }
  }

  private void requireScope(Map<String, Object> claims) {
    Optional<RequiredScope> scope = issuer.requiredScope();
    if (scope.isPresent() && !scope.get().isIn(claims)) {
      throw TokenRefusal.of(
              RefusalReason.SCOPE,
              ErrorCode.INSUFFICIENT_SCOPE,
              "The bearer token lacks the required scope.")
          .comparing(
              String.join(",", RequiredScope.scopesIn(claims).toList()), scope.get().scope());
    }
  }

  // An application's token may have no user claim.
  private String principalId(
      Map<String, Object> claims, boolean isApplication, List<String> applicationIds) {
    Optional<String> id = issuer.userClaim().textIn(claims);
    return isApplication
        ? id.filter(User::isValidId)
            .or(() -> applicationIds.stream().filter(User::isValidId).findFirst())
            .orElseThrow(this::missingUser)
        : userId(id, claims);
  }

  private String userId(Optional<String> named, Map<String, Object> claims) {
    String id = named.orElseThrow(this::missingUser);
    if (!User.isValidId(id)) {
      throw userClaim(
          "The user id in the bearer token is blank, too long or contains invalid characters.");
    }
    // Anybody can enter anybody's address where it is not verified.
    if (issuer.userClaim().equals(EMAIL) && !isEmailVerified(claims)) {
      throw userClaim("The e-mail address in the bearer token is not verified.");
    }
    return id;
  }

  private static boolean isEmailVerified(Map<String, Object> claims) {
    return ClaimPath.of("email_verified")
        .in(claims)
        .map(String::valueOf)
        .filter("true"::equals)
        .isPresent();
  }

  private static String joined(Set<String> values) {
    return values.stream().sorted().collect(joining(","));
  }

  private TokenRefusal missingUser() {
    return userClaim("The user id in the bearer token is missing or not a string.");
  }

  private TokenRefusal userClaim(String detail) {
    return TokenRefusal.invalid(RefusalReason.CLAIM, detail)
        .comparing("", issuer.userClaim().toString());
  }
}
