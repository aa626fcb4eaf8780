package dev.acstoken.auth;

import dev.acstoken.auth.keys.KeyLocation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An issuer whose tokens are accepted, and what they must contain.
 *
 * @param name the issuer
 * @param keys where its signing keys are
 * @param audience the audiences for which its tokens are accepted
 * @param applications the applications whose tokens are accepted; empty if all are
 * @param userClaim the claim that holds the user's id
 * @param rolesClaim the claim that holds the user's roles
 * @param requiredScope the scope that a user's token must have; empty if none is required
 * @param requiredClaims the conditions that every token must meet
 * @param applicationTokens tells the tokens of applications from those of users
 * @param admins the tokens in which the roles for administration and invitations count
 */
public record TrustedIssuer(
    IssuerName name,
    KeyLocation keys,
    Audience audience,
    Optional<Set<String>> applications,
    ClaimPath userClaim,
    ClaimPath rolesClaim,
    Optional<RequiredScope> requiredScope,
    List<ClaimCondition> requiredClaims,
    ApplicationTokens applicationTokens,
    Admins admins) {

  public TrustedIssuer {
    applications = applications.map(Set::copyOf);
    requiredClaims = List.copyOf(requiredClaims);
  }
}
