package dev.acstoken.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.emulator.server.LocalServer;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An issuer whose documents a test sets. It signs with an elliptic curve key. */
final class ScriptedIssuer implements AutoCloseable {

  static final String DISCOVERY = "/.well-known/openid-configuration";
  static final String KEYS = "/jwks";

  private final ECKey key = newKey();
  private final Map<String, String> documents = new ConcurrentHashMap<>();
  private final AtomicInteger keyFetches = new AtomicInteger();
  private final LocalServer server = LocalServer.http("scripted-issuer", this::respond);

  ScriptedIssuer() {
    discovery(uri().toString(), uri() + KEYS);
    document(KEYS, new JWKSet(key.toPublicJWK()).toString());
  }

  URI uri() {
    return URI.create("http://localhost:" + port());
  }

  int port() {
    return server.port();
  }

  int keyFetches() {
    return keyFetches.get();
  }

  void discovery(String issuer, String keys) {
    document(DISCOVERY, "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + keys + "\"}");
  }

  void document(String path, String text) {
    documents.put(path, text);
  }

  /** Returns a token of this type that is otherwise valid. */
  String token(@Nullable JOSEObjectType type) throws JOSEException {
    return sign(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).type(type).build());
  }

  /** Returns a token with this header, signed with this issuer's key. */
  String sign(JWSHeader header) throws JOSEException {
    return signAs(this, header);
  }

  /** Returns a token that names another issuer, signed with this issuer's key. */
  String signAs(ScriptedIssuer named, JWSHeader header) throws JOSEException {
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(named.uri().toString())
            .audience("api://test")
            .subject("alice")
            .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    var jwt = new SignedJWT(header, claims.build());
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }

  ECKey publicKey() {
    return key.toPublicJWK();
  }

  @Override
  public void close() {
    server.close();
  }

  private void respond(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (path.equals(KEYS)) {
      keyFetches.incrementAndGet();
    }
    String text = documents.getOrDefault(path, "");
    byte[] body = text.getBytes(UTF_8);
    exchange.sendResponseHeaders(text.isEmpty() ? 404 : 200, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static ECKey newKey() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("Every JDK can create keys on P-256.", e);
    }
  }
}
