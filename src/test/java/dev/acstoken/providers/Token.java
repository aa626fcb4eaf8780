package dev.acstoken.providers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A token of a provider. It is immutable: each method that changes something returns another token.
 * It is valid for an hour unless its claims say something else.
 */
public record Token(ProviderKey key, Map<String, Object> header, Map<String, Object> claims) {

  private static final int LIFETIME_SECONDS = 3600;

  static Token of(ProviderKey key, String claims) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", key.algorithm());
    header.put("kid", key.id());
    header.put("typ", "JWT");
    Map<String, Object> all = parse(claims);
    long now = Instant.now().getEpochSecond();
    all.putIfAbsent("iat", now);
    all.putIfAbsent("exp", now + LIFETIME_SECONDS);
    return new Token(key, header, all);
  }

  /** Sets a claim. */
  Token with(String claim, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(claims);
    changed.put(claim, value);
    return new Token(key, header, changed);
  }

  /** Sets the claims of a JSON object, and keeps the others. */
  Token with(String moreClaims) {
    Map<String, Object> changed = new LinkedHashMap<>(claims);
    changed.putAll(parse(moreClaims));
    return new Token(key, header, changed);
  }

  Token without(String... names) {
    Map<String, Object> changed = new LinkedHashMap<>(claims);
    for (String name : names) {
      changed.remove(name);
    }
    return new Token(key, header, changed);
  }

  /** Sets the type in the header. */
  Token type(String type) {
    return header("typ", type);
  }

  Token header(String name, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(header);
    changed.put(name, value);
    return new Token(key, changed, claims);
  }

  Token withoutHeader(String name) {
    Map<String, Object> changed = new LinkedHashMap<>(header);
    changed.remove(name);
    return new Token(key, changed, claims);
  }

  /** Makes the token one that expired an hour ago. */
  Token expired() {
    long end = Instant.now().getEpochSecond() - LIFETIME_SECONDS;
    return with("iat", end - LIFETIME_SECONDS).with("exp", end);
  }

  /** Signs with another key of the provider. */
  Token signedBy(ProviderKey other) {
    return new Token(other, header, claims)
        .header("alg", other.algorithm())
        .header("kid", other.id());
  }

  /** Signs with a key that the provider does not publish, under the id of one that it publishes. */
  Token forged() {
    return new Token(ProviderKey.foreignRs256(key.id()), header, claims).header("alg", "RS256");
  }

  /** Returns the signed token. */
  String signed() {
    String content = content();
    return content + "." + key.sign(content);
  }

  /** Returns the token without a signature. */
  String unsigned() {
    return header("alg", "none").withoutHeader("kid").content() + ".";
  }

  /** Returns the token signed with a secret that the provider and its application share. */
  String signedWithSecret(String secret) {
    String content = header("alg", "HS256").content();
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return content + "." + Base64URL.encode(mac.doFinal(content.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the signed token, encrypted for another recipient than the endpoint. */
  String encrypted() {
    try {
      var secret = KeyGenerator.getInstance("AES");
      secret.init(256);
      var header =
          new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
              .contentType("JWT")
              .build();
      var jwe = new JWEObject(header, new Payload(signed()));
      jwe.encrypt(new DirectEncrypter(secret.generateKey()));
      return jwe.serialize();
    } catch (GeneralSecurityException | JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private String content() {
    return base64(header) + "." + base64(claims);
  }

  private static Base64URL base64(Map<String, Object> object) {
    return Base64URL.encode(JSONObjectUtils.toJSONString(object));
  }

  private static Map<String, Object> parse(String json) {
    try {
      return new LinkedHashMap<>(JSONObjectUtils.parse(json));
    } catch (ParseException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
