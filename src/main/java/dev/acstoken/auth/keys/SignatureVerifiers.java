package dev.acstoken.auth.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.KeyTypeException;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.proc.JWSVerifierFactory;
import java.security.Key;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Creates the verifiers of the asymmetric signatures that are supported. */
public final class SignatureVerifiers extends BaseJWSProvider implements JWSVerifierFactory {

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Stream.of(
              RSASSAVerifier.SUPPORTED_ALGORITHMS,
              JwkParser.EC_ALGORITHMS.values(),
              Ed25519Verifier.ALGORITHMS)
          .flatMap(Collection::stream)
          .collect(Collectors.toUnmodifiableSet());

  public SignatureVerifiers() {
    super(ALGORITHMS);
  }

  @Override
  public JWSVerifier createJWSVerifier(JWSHeader header, Key key) throws JOSEException {
    if (key instanceof RSAPublicKey rsa) {
      return new RSASSAVerifier(rsa);
    }
    if (key instanceof ECPublicKey ec) {
      return new ECDSAVerifier(ec);
    }
    if (key instanceof EdECPublicKey ed25519) {
      return new Ed25519Verifier(ed25519);
    }
    throw new KeyTypeException(RSAPublicKey.class);
  }
}
