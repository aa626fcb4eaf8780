package dev.acstoken.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.acstoken.auth.keys.KeyRequest;
import dev.acstoken.identity.Deadline;
import java.security.PublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;

/**
 * Primes the verification of bearer tokens. It verifies a dummy token, so that the classes that
 * verification needs are loaded before the first request. The token expired in 1970, and the
 * private key that signed it was discarded.
 */
public final class VerificationPrimer {

  private static final String KEYS =
      """
      {"keys":[{"kty":"RSA","use":"sig","kid":"rehearsal","e":"AQAB","n":"\
      oHHIyTmLvh2RpWqRj6CE7N01_oddRD7wfdc1yB_4NQIZI26gjxrPS7BXldrqW3tQOwo8097tYhngreKRZZEtrtvP\
      mQNIa1KRRniXmSXtrOHg1oFJ0o6RN6jLBr7CpgUpwMe8M58xu2WHPb2Zo8V351L5RMld1GilVZ-agOmusIGaAyrb\
      Fqu7MgE1O7oN94eFuPwIczvKCBDP9Zr9aczg5mA8Hl3pGne4ykmNPfVuyXD4KFcTp6wNesLIDlaB5pNc2kod27lq\
      L_lLdkPJHYGNUBXjw8QtBCTLHkwnU1xJa36vdiZc4dZ4uYK6whHZ849fG2US6tNCckSE9Gz9BbwsEw"}]}""";

  private static final String TOKEN =
      """
      eyJraWQiOiJyZWhlYXJzYWwiLCJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.\
      eyJpc3MiOiJodHRwczovL3JlaGVhcnNhbC5pbnZhbGlkIiwiYXVkIjoicmVoZWFyc2FsIiwic3ViIjoicmVoZWFy\
      c2FsIiwiZXhwIjowfQ.\
      X-rxQBDLU2vOl5RaSB8dArIi1vRga7tSmmgvh-YikLL-guMkYLoyIAOjCH4Ybs7ak-so9XyFWjSt0SMtDwuuhYCW\
      bzVHw_jFUj82BCSdbWy-_yc0lKuexEV9ZH7ePkmrXp_Th2v5rj-yKeVEDgrxn2YL9qZFnAEW3rBnQRnbr7OJXSue\
      9-uEfh6UHSOsYD_Px2vCJ9pN7uTzJXIlsmMyGI-Q-JGNWcHaUWjkiEr1eZsHQrLHxJA_Mv6uShPFpBNXUngeJXAH\
      I6Bpk7z1qwofYxTEYlPCpotxNbTJWcIMQlbrGEupnTvgjn-1KBkSlTpywy5U3N_e7MO6dwDlpk9jkw""";

  private VerificationPrimer() {}

  /** Verifies the dummy token once. Its verification is expected to fail. */
  public static void run() {
    try {
      var unused = verify();
    } catch (TokenRefusal e) {
      // Expected, because the token has expired.
    }
  }

  static JWTClaimsSet verify() {
    return new TokenVerifier((header, request) -> List.of(publicKey()))
        .verify(StrictJwt.parse(TOKEN).signed(), new KeyRequest("", Deadline.in(Duration.ZERO)));
  }

  private static PublicKey publicKey() {
    try {
      return JWKSet.parse(KEYS).getKeys().get(0).toRSAKey().toRSAPublicKey();
    } catch (JOSEException | ParseException e) {
      throw new IllegalStateException(e);
    }
  }
}
