package dev.acstoken.emulator;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Clock;
import java.util.Date;

/** Verifies Entra tokens: signed by a trusted key, for this audience, in their validity period. */
record BearerTokenVerifier(EntraKeys keys, Clock clock) {

  private static final String AUDIENCE = "https://communication.azure.com";

  void verify(String token) {
    JWTClaimsSet claims =
        keys.claims(token)
            .orElseThrow(() -> AcsErrorException.denied("No trusted key signed the bearer token."));
    // The SDK's scope has two slashes and azure-identity keeps one of them in the resource.
    if (claims.getAudience().stream().noneMatch(BearerTokenVerifier::isAcs)) {
      throw AcsErrorException.denied("The bearer token is not for " + AUDIENCE + ".");
    }
    if (!EntraKeys.isInItsTime(claims, clock.instant())) {
      throw AcsErrorException.denied(
          hasBegun(claims)
              ? "The bearer token has expired."
              : "The bearer token is not valid yet.");
    }
  }

  private static boolean isAcs(String audience) {
    return audience.replaceAll("/+$", "").equals(AUDIENCE);
  }

  private boolean hasBegun(JWTClaimsSet claims) {
    Date notBefore = claims.getNotBeforeTime();
    return notBefore == null || !clock.instant().isBefore(notBefore.toInstant());
  }
}
