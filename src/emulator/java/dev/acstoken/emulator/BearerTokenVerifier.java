package dev.acstoken.emulator;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Clock;
import java.util.Date;

/** Verifies Entra tokens: trusted signature, audience and validity period. */
record BearerTokenVerifier(EntraKeys keys, Clock clock) {

  private static final String AUDIENCE = "https://communication.azure.com";

  void verify(String token) {
    JWTClaimsSet claims =
        keys.claims(token)
            .orElseThrow(
                () ->
                    AcsErrorException.denied("The bearer token is not signed with a trusted key."));
    // The SDK's scope has two slashes before ".default". As a resource, azure-identity keeps one.
    if (claims.getAudience().stream().noneMatch(BearerTokenVerifier::isAcs)) {
      throw AcsErrorException.denied("The audience of the bearer token is not " + AUDIENCE + ".");
    }
    if (!EntraKeys.isInValidityPeriod(claims, clock.instant())) {
      throw AcsErrorException.denied(
          hasBegun(claims)
              ? "The bearer token has expired."
              : "The bearer token is not valid yet.");
    }
  }

  private static boolean isAcs(String audience) {
    return audience.startsWith(AUDIENCE)
        && audience.substring(AUDIENCE.length()).chars().allMatch(c -> c == '/');
  }

  private boolean hasBegun(JWTClaimsSet claims) {
    Date notBefore = claims.getNotBeforeTime();
    return notBefore == null || !clock.instant().isBefore(notBefore.toInstant());
  }
}
