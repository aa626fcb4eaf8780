package dev.acstoken.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The audiences for which tokens are accepted.
 *
 * @param accepted the audiences, of which a token needs one
 * @param claimIfAbsent the claim that names the audience of a token whose {@code aud} is absent or
 *     empty; empty if such tokens are refused
 */
public record Audience(Set<String> accepted, Optional<String> claimIfAbsent) {

  public Audience {
    accepted = Set.copyOf(accepted);
  }

  boolean isAudienceOf(JWTClaimsSet token) {
    return audiencesOf(token).stream().anyMatch(accepted::contains);
  }

  /** Returns the audiences that the token names. */
  List<String> audiencesOf(JWTClaimsSet token) {
    List<String> named =
        token.getAudience().stream().filter(name -> name != null && !name.isEmpty()).toList();
    return named.isEmpty()
        ? claimIfAbsent
            .map(claim -> ClaimPath.of(claim).textsIn(token.getClaims()))
            .orElse(List.of())
        : named;
  }
}
