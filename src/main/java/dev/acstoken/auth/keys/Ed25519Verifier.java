package dev.acstoken.auth.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Set;

/**
 * Verifies Ed25519 signatures with the JDK.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8037#section-3.1">RFC 8037, section 3.1</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9864">RFC 9864</a>
 */
final class Ed25519Verifier extends BaseJWSProvider implements JWSVerifier {

  /** The two names of the algorithm: that of RFC 8037, and that of RFC 9864. */
  static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

  private static final int SIGNATURE_LENGTH = 64;

  private final PublicKey key;

  Ed25519Verifier(PublicKey key) {
    super(ALGORITHMS);
    this.key = key;
  }

  @Override
  public boolean verify(JWSHeader header, byte[] signingInput, Base64URL signature)
      throws JOSEException {
    byte[] bytes = signature.decode();
    // The JDK ignores zeros at the end of a signature.
    if (header.getCriticalParams() != null || bytes.length != SIGNATURE_LENGTH) {
      return false;
    }
    try {
      Signature verification = Signature.getInstance(Ed25519Keys.ALGORITHM);
      verification.initVerify(key);
      verification.update(signingInput);
      return verification.verify(bytes);
    } catch (SignatureException e) {
      // The signature is not the encoding of a point and a number.
      return false;
    } catch (GeneralSecurityException e) {
      throw new JOSEException("The key is unusable.", e);
    }
  }
}
