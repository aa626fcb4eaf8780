package dev.acstoken.auth;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Signed tokens as their specifications have them, where the library is lenient. It refuses by
 * itself what is said twice.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7515">RFC 7515, JSON Web Signature</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7519">RFC 7519, JSON Web Token</a>
 */
final class StrictJwt {

  private static final Set<String> TIMES = Set.of("exp", "nbf", "iat");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private StrictJwt() {}

  static SignedJWT parse(String token) throws ParseException {
    SignedJWT jwt = SignedJWT.parse(token);
    requireNoExtension(jwt.getHeader());
    requireOneSpelling(jwt);
    Map<String, Object> claims = jwt.getPayload().toJSONObject();
    require(claims != null, "The payload is no object.");
    require(isTextOrMissing(claims, "sub"), "The subject is no text.");
    require(TIMES.stream().allMatch(name -> isTimeOrMissing(claims, name)), "No such time.");
    return jwt;
  }

  // Extensions that must be understood: none is. The library knows one, and it is none for tokens
  // (RFC 7797, section 7).
  private static void requireNoExtension(JWSHeader header) throws ParseException {
    require(
        header.getCriticalParams() == null && header.isBase64URLEncodePayload(),
        "The token needs an extension.");
  }

  // The library skips characters that are none of base64url's, and replaces malformed UTF-8, by
  // which two users' names could become one.
  private static void requireOneSpelling(SignedJWT jwt) throws ParseException {
    Base64URL[] parts = jwt.getParsedParts();
    require(
        Base64URL.encode(parts[0].decodeToString()).equals(parts[0])
            && Base64URL.encode(parts[1].decodeToString()).equals(parts[1])
            && Base64URL.encode(parts[2].decode()).equals(parts[2]),
        "The token is not base64url.");
  }

  // The library takes a number for its digits.
  private static boolean isTextOrMissing(Map<String, Object> claims, String name) {
    return !claims.containsKey(name) || claims.get(name) instanceof String;
  }

  // The library takes null for a token without end, and counts in milliseconds, which wrap round.
  private static boolean isTimeOrMissing(Map<String, Object> claims, String name) {
    return !claims.containsKey(name)
        || (claims.get(name) instanceof Number seconds && isTime(seconds.doubleValue()));
  }

  private static boolean isTime(double seconds) {
    return seconds >= 0 && seconds <= LAST.getEpochSecond();
  }

  private static void require(boolean holds, String message) throws ParseException {
    if (!holds) {
      throw new ParseException(message, 0);
    }
  }
}
