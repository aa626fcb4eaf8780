package dev.acstoken.auth.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.proc.JWSVerifierFactory;
import dev.acstoken.identity.Deadline;
import java.security.PublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;

/** Checks the signatures of tokens with an issuer's keys. */
final class SignatureChecks {

  private final IssuerKeys keys;
  private final String issuer;
  private final JWSVerifierFactory verifiers = new SignatureVerifiers();

  SignatureChecks(IssuerKeys keys, String issuer) {
    this.keys = keys;
    this.issuer = issuer;
  }

  /** Returns whether one of the keys signed the token. Fails as the keys fail. */
  boolean isSigned(String token) {
    try {
      JWSObject jws = JWSObject.parse(token);
      JWSHeader header = jws.getHeader();
      var request = new KeyRequest(issuer, Deadline.in(Duration.ofSeconds(8)));
      List<PublicKey> candidates = keys.selectJWSKeys(header, request);
      for (PublicKey key : candidates) {
        if (jws.verify(verifiers.createJWSVerifier(header, key))) {
          return true;
        }
      }
      if (!candidates.isEmpty()) {
        keys.signatureFailed(header, request);
      }
      return false;
    } catch (JOSEException | ParseException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
