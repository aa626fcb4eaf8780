package dev.acstoken.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JWT assembled from text, because the JWT library refuses to create hostile tokens. Values are
 * raw JSON: {@code "1"}, {@code "[]"}, or {@code "1,\"sub\":2"} to repeat a member.
 */
final class ForgedToken {

  private final Map<String, String> header = new LinkedHashMap<>();
  private final Map<String, String> claims = new LinkedHashMap<>();
  private @Nullable String payload;
  private JWSAlgorithm algorithm = JWSAlgorithm.RS256;
  private JWK key;

  /** Creates a token that the key signs, with RS256 unless the test sets another algorithm. */
  ForgedToken(JWK key) {
    this.key = key;
    header("alg", text("RS256"));
    header("kid", text(key.getKeyID()));
  }

  ForgedToken header(String name, @Nullable String json) {
    return set(header, name, json);
  }

  ForgedToken claim(String name, @Nullable String json) {
    return set(claims, name, json);
  }

  /** Replaces the claims with this text. */
  ForgedToken payload(String text) {
    payload = text;
    return this;
  }

  /** Sets the algorithm of both the header and the signature. */
  ForgedToken algorithm(JWSAlgorithm algorithm) {
    this.algorithm = algorithm;
    return header("alg", text(algorithm.getName()));
  }

  /** Signs with this key, whatever the header says. */
  ForgedToken signedBy(JWK key) {
    this.key = key;
    return this;
  }

  String headerText() {
    return object(header);
  }

  String payloadText() {
    return payload == null ? object(claims) : payload;
  }

  String mint() {
    return sign(headerText(), payloadText());
  }

  /** Returns the token that consists of these texts and their signature. */
  String sign(String header, String payload) {
    String content = Base64URL.encode(header) + "." + Base64URL.encode(payload);
    return content + "." + signature(content);
  }

  /** Returns the token with this signature. */
  String mintWith(byte[] signature) {
    return Base64URL.encode(headerText())
        + "."
        + Base64URL.encode(payloadText())
        + "."
        + Base64URL.encode(signature);
  }

  /** Returns the key's signature of this text. */
  Base64URL signature(String content) {
    try {
      return signer().sign(new JWSHeader(algorithm), content.getBytes(UTF_8));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static String text(String value) {
    return '"' + value + '"';
  }

  private JWSSigner signer() throws JOSEException {
    if (key instanceof RSAKey rsa) {
      return new RSASSASigner(rsa.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance()));
    }
    return key instanceof ECKey ec
        ? new ECDSASigner(ec)
        : new MACSigner(key.toOctetSequenceKey().toByteArray());
  }

  private ForgedToken set(Map<String, String> members, String name, @Nullable String json) {
    if (json == null) {
      members.remove(name);
    } else {
      members.put(name, json);
    }
    return this;
  }

  private static String object(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> text(member.getKey()) + ":" + member.getValue())
        .collect(joining(",", "{", "}"));
  }
}
