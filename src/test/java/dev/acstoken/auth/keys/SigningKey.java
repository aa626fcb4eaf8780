package dev.acstoken.auth.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import org.jspecify.annotations.Nullable;

/** A key on P-256 that signs tokens. */
record SigningKey(ECKey pair) {

  static SigningKey create() {
    try {
      return new SigningKey(new ECKeyGenerator(Curve.P_256).generate());
    } catch (JOSEException e) {
      throw new IllegalStateException("Every JDK can create keys on P-256.", e);
    }
  }

  /** Returns the public key with this id, or without one. */
  ECKey published(@Nullable String id) {
    return new ECKey.Builder(pair.toPublicJWK()).keyID(id).build();
  }

  /** Returns a token whose header has this key id, or none. */
  String token(@Nullable String id) {
    return sign(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(id).build());
  }

  String sign(JWSHeader header) {
    try {
      var jws = new JWSObject(header, new Payload("{}"));
      jws.sign(new ECDSASigner(pair));
      return jws.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
