package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.acstoken.emulator.server.SigningKey;
import dev.acstoken.emulator.server.TrustedOrigins;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalIssuerTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final LocalIssuer issuer = LocalIssuer.start();

  @AfterAll
  void close() {
    issuer.close();
  }

  @Test
  void servesItsDiscoveryDocument() throws Exception {
    int before = issuer.discoveryFetches();
    var document = JSONObjectUtils.parse(get("/.well-known/openid-configuration").body());

    assertEquals(issuer.issuer().toString(), document.get("issuer"));
    assertEquals(issuer.issuer() + "/jwks", document.get("jwks_uri"));
    assertEquals(before + 1, issuer.discoveryFetches());
  }

  @Test
  void returnsTheTokenAsPlainText() throws Exception {
    var response =
        get("/token?user=alice&roles=Identity.Admin,Other&roles=Third&scope=a%20b&minutes=5");

    assertEquals(200, response.statusCode());
    assertEquals(
        "text/plain; charset=utf-8", response.headers().firstValue("content-type").orElseThrow());
    var claims = verified(response.body());
    assertEquals("alice", claims.getSubject());
    assertEquals(List.of(LocalIssuer.DEFAULT_AUDIENCE), claims.getAudience());
    assertEquals(List.of("Identity.Admin", "Other", "Third"), claims.getStringListClaim("roles"));
    assertEquals("a b", claims.getStringClaim("scp"));
    assertEquals(
        Duration.ofMinutes(5),
        Duration.between(
            claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant()));
  }

  @Test
  void issuesTokensOfApplications() throws Exception {
    var claims = verified(get("/token?application=booking&roles=Invitation.Create").body());

    assertEquals("booking", claims.getSubject());
    assertEquals("booking", claims.getStringClaim("azp"));
    assertEquals("app", claims.getStringClaim("idtyp"));
    assertNull(claims.getClaim("oid"));
    assertEquals(List.of("Invitation.Create"), claims.getStringListClaim("roles"));
  }

  @Test
  void acceptsAForm() throws Exception {
    var response =
        client.send(
            HttpRequest.newBuilder(uri("/token"))
                .POST(BodyPublishers.ofString("user=bob%40example.com"))
                .build(),
            BodyHandlers.ofString());

    assertEquals("bob@example.com", verified(response.body()).getSubject());
  }

  @Test
  void omitsRolesThatWereNotRequested() throws Exception {
    assertNull(verified(issuer.token("alice")).getClaim("roles"));
  }

  @Test
  void keepsTheObjectIdOfAUser() throws Exception {
    var first = verified(issuer.token("alice"));
    var second = verified(issuer.token("alice"));
    var other = verified(issuer.token("bob"));

    assertEquals(first.getClaim("oid"), second.getClaim("oid"));
    assertNotEquals(first.getClaim("oid"), other.getClaim("oid"));
    assertNotEquals(first.getJWTID(), second.getJWTID());
  }

  @Test
  void refusesATokenRequestWithoutAUserOrWithInvalidValues() throws Exception {
    for (String query :
        List.of(
            "",
            "?user=",
            "?user=%20",
            "?user=%zz",
            "?user=a&minutes=0",
            "?application=",
            "?user=a&application=b")) {
      assertEquals(400, rawStatus("/token" + query), query);
    }
    assertTrue(get("/token").body().contains("/token?user=alice"));
  }

  @Test
  void publishesOldAndNewKeysAfterARotation() throws Exception {
    var before = issuer.token("alice");
    issuer.rotateKey();
    var after = issuer.token("alice");

    assertNotEquals(keyId(before), keyId(after));
    verified(before);
    verified(after);

    issuer.dropOldKeys();
    assertNull(published().getKeyByKeyId(keyId(before)));
    verified(after);
  }

  @Test
  void mintsExpiredAndPrematureTokens() throws Exception {
    var now = Instant.now();
    var expired = verified(issuer.tokenBuilder("alice").expired().mint());
    var premature = verified(issuer.tokenBuilder("alice").notYetValid().mint());

    assertTrue(expired.getExpirationTime().toInstant().isBefore(now));
    assertTrue(premature.getNotBeforeTime().toInstant().isAfter(now));
  }

  @Test
  void mintsTokensWithForeignClaims() throws Exception {
    var claims =
        verified(
            issuer
                .tokenBuilder("alice")
                .issuer("https://elsewhere.example")
                .audience("api://other")
                .claim("sub", null)
                .claim("email", "alice@example.com")
                .mint());

    assertEquals("https://elsewhere.example", claims.getIssuer());
    assertEquals(List.of("api://other"), claims.getAudience());
    assertNull(claims.getSubject());
    assertEquals("alice@example.com", claims.getStringClaim("email"));
  }

  @Test
  void mintsTokensThatDoNotVerify() throws Exception {
    var foreign = issuer.tokenBuilder("alice").signedByForeignKey().mint();
    var forged = issuer.tokenBuilder("alice").signedByForeignKeyUnderKnownId().mint();
    var hmac = issuer.tokenBuilder("alice").mintHmac();

    assertNull(published().getKeyByKeyId(keyId(foreign)));
    assertFalse(verifies(forged));
    assertEquals("HS256", SignedJWT.parse(hmac).getHeader().getAlgorithm().getName());
    assertEquals(
        "alice",
        PlainJWT.parse(issuer.tokenBuilder("alice").mintUnsigned()).getJWTClaimsSet().getSubject());
  }

  @Test
  void respondsWith503DuringAnOutage() throws Exception {
    int before = issuer.jwksFetches();
    issuer.pause(LocalIssuer.Outage.UNAVAILABLE);
    assertEquals(503, get("/jwks").statusCode());

    issuer.resume();
    assertEquals(200, get("/jwks").statusCode());
    assertEquals(before + 2, issuer.jwksFetches());
  }

  @Test
  void staysSilentUntilItResumes() {
    int before = issuer.jwksFetches();
    issuer.pause(LocalIssuer.Outage.SILENT);
    var response =
        client.sendAsync(HttpRequest.newBuilder(uri("/jwks")).build(), BodyHandlers.ofString());
    while (issuer.jwksFetches() == before) {
      Thread.onSpinWait();
    }
    assertFalse(response.isDone());

    issuer.resume();
    assertEquals(200, response.join().statusCode());
  }

  /** The endpoint, which reads discovery and keys, runs on the same machine. */
  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "127.0.0.1", "::1", "localhost"})
  void itsTokensNameLocalhostWhereverItListens(String host) throws Exception {
    try (var other =
        LocalIssuer.start(host, 0, "a", TrustedOrigins.OF_THIS_MACHINE, new SigningKey())) {
      var localhost = "http://localhost:" + other.issuer().getPort();
      var discovery =
          client
              .send(
                  HttpRequest.newBuilder(
                          URI.create(localhost + "/.well-known/openid-configuration"))
                      .build(),
                  BodyHandlers.ofString())
              .body();

      assertEquals(localhost, other.issuer().toString());
      assertEquals(localhost, SignedJWT.parse(other.token("alice")).getJWTClaimsSet().getIssuer());
      assertTrue(
          discovery.contains("\"" + localhost.replace("/", "\\/") + "\"")
              || discovery.contains("\"" + localhost + "\""),
          discovery);
    }
  }

  private URI uri(String path) {
    return URI.create(issuer.issuer() + path);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private int rawStatus(String target) throws IOException {
    return RawHttp.get(issuer.issuer(), target).status();
  }

  private JWKSet published() throws Exception {
    return JWKSet.parse(get("/jwks").body());
  }

  private boolean verifies(String token) throws Exception {
    var key = (RSAKey) published().getKeyByKeyId(keyId(token));
    return SignedJWT.parse(token).verify(new RSASSAVerifier(key));
  }

  private JWTClaimsSet verified(String token) throws Exception {
    assertTrue(verifies(token));
    return SignedJWT.parse(token).getJWTClaimsSet();
  }

  private static String keyId(String token) throws Exception {
    return SignedJWT.parse(token).getHeader().getKeyID();
  }
}
