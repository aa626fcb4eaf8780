package dev.acstoken.auth.keys;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Set;

/**
 * Decodes public keys of Ed25519. The JOSE library would need another library for that.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8032#section-5.1">RFC 8032, section 5.1</a>
 */
final class Ed25519Keys {

  static final String ALGORITHM = "Ed25519";

  private static final int LENGTH = 32;

  /** What precedes the 32 bytes in an X.509 public key (RFC 8410, section 4). */
  private static final String X509_PREFIX = "302a300506032b6570032100";

  private static final BigInteger PRIME = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

  /** The coordinates of the points of small order. Such a key verifies forged signatures. */
  private static final Set<BigInteger> SMALL_ORDER =
      Set.of(
          BigInteger.ZERO,
          BigInteger.ONE,
          PRIME.subtract(BigInteger.ONE),
          new BigInteger(
              "55188659117513257062467267217118295137698188065244968500265048394206261417927"),
          new BigInteger(
              "2707385501144840649318225287225658788936804267575313519463743609750303402022"));

  private Ed25519Keys() {}

  /**
   * Decodes a key.
   *
   * @param encoded the member {@code x} of a JSON Web Key
   * @throws InvalidKeyException if these are not the 32 bytes of a point that can be a key
   */
  static PublicKey decode(byte[] encoded) throws GeneralSecurityException {
    if (encoded.length != LENGTH || !isPermitted(coordinate(encoded))) {
      throw new InvalidKeyException("Not the encoding of a public key of Ed25519.");
    }
    byte[] x509 = HexFormat.of().parseHex(X509_PREFIX + HexFormat.of().formatHex(encoded));
    PublicKey key = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(x509));
    // Fails if the point is not on the curve.
    Signature.getInstance(ALGORITHM).initVerify(key);
    return key;
  }

  private static boolean isPermitted(BigInteger y) {
    return y.compareTo(PRIME) < 0 && !SMALL_ORDER.contains(y);
  }

  // Little-endian. The highest bit is the sign of the other coordinate.
  private static BigInteger coordinate(byte[] encoded) {
    byte[] reversed = new byte[encoded.length];
    for (int i = 0; i < encoded.length; i++) {
      reversed[encoded.length - 1 - i] = encoded[i];
    }
    return new BigInteger(1, reversed).clearBit(LENGTH * 8 - 1);
  }
}
