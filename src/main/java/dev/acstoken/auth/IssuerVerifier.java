package dev.acstoken.auth;

import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.acstoken.auth.keys.IssuerKeys;
import dev.acstoken.auth.keys.KeyRequest;

/**
 * Verifies the tokens of one trusted issuer.
 *
 * @param issuer the issuer
 * @param keys its signing keys
 * @param tokens verifies tokens with these keys
 */
record IssuerVerifier(TrustedIssuer issuer, IssuerKeys keys, TokenVerifier tokens) {

  IssuerVerifier(TrustedIssuer issuer, IssuerKeys keys) {
    this(issuer, keys, new TokenVerifier(keys));
  }

  /**
   * Verifies a token and returns its claims.
   *
   * @throws TokenRefusal if the token is refused
   */
  JWTClaimsSet verify(SignedJWT token, KeyRequest request) {
    try {
      return tokens.verify(token, request);
    } catch (TokenRefusal e) {
      if (e.getCause() instanceof BadJWSException) {
        // The issuer may have replaced the key that the token was verified with.
        keys.signatureFailed(token.getHeader(), request);
      }
      throw e;
    }
  }
}
