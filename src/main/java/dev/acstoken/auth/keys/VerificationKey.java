package dev.acstoken.auth.keys;

import com.nimbusds.jose.JWSAlgorithm;
import java.security.PublicKey;
import java.util.Optional;
import java.util.Set;

/**
 * A published key that can verify signatures.
 *
 * @param id the key id; empty if the key has none
 * @param issuer the issuer that alone may sign with the key, or a template of issuers with {@code
 *     {tenantid}}; empty if the key set is for one issuer
 * @param algorithms the algorithms that the key may be used with
 */
record VerificationKey(
    PublicKey key, Optional<String> id, Optional<String> issuer, Set<JWSAlgorithm> algorithms) {

  boolean canVerify(JWSAlgorithm algorithm, String tokenIssuer) {
    return algorithms.contains(algorithm)
        && issuer.map(own -> serves(own, tokenIssuer)).orElse(true);
  }

  private static boolean serves(String issuer, String tokenIssuer) {
    return issuer.contains(TenantPattern.PLACEHOLDER)
        ? TenantPattern.parse(issuer).tenantIn(tokenIssuer).isPresent()
        : issuer.equals(tokenIssuer);
  }
}
