package dev.acstoken.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEObject;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A signed token that follows the rules of its specifications, also those that the library does not
 * enforce. The library already rejects duplicate members. Nothing of the token is verified yet.
 *
 * @param signed the token
 * @param claims its claims as JSON
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7515">RFC 7515, JSON Web Signature</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7519">RFC 7519, JSON Web Token</a>
 */
record StrictJwt(SignedJWT signed, Map<String, Object> claims) {

  // These are faster than the codec of the library, which takes the same time for every input.
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private static final List<String> TIMES = List.of("exp", "nbf", "iat");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  /**
   * Parses a token.
   *
   * @throws TokenRefusal if the token is not a signed JWT that follows the specifications
   */
  static StrictJwt parse(String token) {
    try {
      return parseSigned(token);
    } catch (ParseException | RuntimeException e) {
      // The library throws a NullPointerException for some headers, such as "null".
      throw refusal(token, e);
    }
  }

  // Three faults are told apart, because they are the most frequent: many providers issue such
  // tokens unless they are told otherwise.
  private static TokenRefusal refusal(String token, Exception cause) {
    Base64URL[] parts = split(token);
    Map<String, Object> header = header(parts[0]);
    if (parts.length == 5 || header.containsKey("enc")) {
      return TokenRefusal.invalid(
          RefusalReason.ENCRYPTED,
          "The bearer token is encrypted. The identity provider must issue signed access tokens"
              + " for this audience.");
    }
    if (isNone(String.valueOf(header.get("alg")))) {
      return TokenRefusal.invalid(RefusalReason.UNSIGNED, "The bearer token is not signed.");
    }
    return TokenRefusal.invalid(RefusalReason.MALFORMED, "The bearer token is malformed.")
        .causedBy(cause);
  }

  private static boolean isNone(String algorithm) {
    return algorithm.equalsIgnoreCase("none");
  }

  private static Base64URL[] split(String token) {
    try {
      return JOSEObject.split(token);
    } catch (ParseException e) {
      throw opaque(e);
    }
  }

  private static Map<String, Object> header(Base64URL part) {
    try {
      return Objects.requireNonNullElse(JSONObjectUtils.parse(part.decodeToString()), Map.of());
    } catch (ParseException | RuntimeException e) {
      throw opaque(e);
    }
  }

  private static TokenRefusal opaque(Exception cause) {
    return TokenRefusal.invalid(
            RefusalReason.OPAQUE,
            "The bearer token is not a JSON Web Token. The identity provider must issue access"
                + " tokens of this form, or the app must send the ID token.")
        .causedBy(cause);
  }

  private static StrictJwt parseSigned(String token) throws ParseException {
    SignedJWT jwt = SignedJWT.parse(token);
    require(!isNone(jwt.getHeader().getAlgorithm().getName()), "The token is not signed.");
    requireNoExtension(jwt.getHeader());
    requireOneSpelling(jwt);
    Map<String, Object> claims = jwt.getPayload().toJSONObject();
    if (claims == null) {
      throw new ParseException("The payload is not a JSON object.", 0);
    }
    return new StrictJwt(jwt, claims);
  }

  /**
   * Checks the claims that the library would interpret.
   *
   * @throws TokenRefusal if one of them is not of the form that the specification demands
   */
  void requireValidClaims() {
    requireClaim("sub", isTextOrMissing(claims, "sub"), "must be a string");
    for (String name : TIMES) {
      requireClaim(name, isTimeOrMissing(claims, name), "must be a number of seconds");
    }
  }

  private static void requireClaim(String name, boolean isValid, String predicate) {
    if (!isValid) {
      throw TokenRefusal.invalid(
              RefusalReason.CLAIM, "The claim " + name + " of the bearer token " + predicate + ".")
          .comparing("", name);
    }
  }

  // No critical extension is supported. The library supports one, the unencoded payload, which JWTs
  // must not use (RFC 7797, section 7).
  private static void requireNoExtension(JWSHeader header) throws ParseException {
    require(
        header.getCriticalParams() == null && header.isBase64URLEncodePayload(),
        "The token requires an extension.");
  }

  // The library skips characters outside base64url and replaces malformed UTF-8. Two different user
  // ids could then become the same.
  private static void requireOneSpelling(SignedJWT jwt) throws ParseException {
    Base64URL[] parts = jwt.getParsedParts();
    require(
        isCanonicalText(parts[0]) && isCanonicalText(parts[1]) && isCanonical(parts[2]),
        "The token is not canonical base64url.");
  }

  private static boolean isCanonicalText(Base64URL part) {
    byte[] bytes = DECODER.decode(part.toString());
    return isEncoding(part, new String(bytes, UTF_8).getBytes(UTF_8));
  }

  // The decoder accepts padding, and any bits after the last byte.
  private static boolean isCanonical(Base64URL part) {
    return isEncoding(part, DECODER.decode(part.toString()));
  }

  private static boolean isEncoding(Base64URL part, byte[] bytes) {
    return ENCODER.encodeToString(bytes).equals(part.toString());
  }

  // The library converts a number to a string.
  private static boolean isTextOrMissing(Map<String, Object> claims, String name) {
    return !claims.containsKey(name) || claims.get(name) instanceof String;
  }

  // The library reads null as a token that never expires, and its milliseconds can overflow.
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

  /** Shows nothing of the token, because its claims are personal data. */
  @Override
  public String toString() {
    return "StrictJwt";
  }
}
