package dev.acstoken.auth;

import static dev.acstoken.auth.ForgedToken.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.acstoken.auth.keys.IssuerKeys;
import dev.acstoken.auth.keys.KeyLocation;
import dev.acstoken.auth.keys.MovableClock;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Verifies that hostile tokens are rejected. Each case is a valid token except for the fault in its
 * name. The issuer's own key signs it wherever that makes the attack stronger.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileTokensTest {

  private static final String AUDIENCE = "api://test";

  private final AtomicInteger tried = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  private final MovableClock clock = new MovableClock();
  private final PublishedKeys keys = new PublishedKeys();
  private final RSAKey attackers = PublishedKeys.rsa("attackers");

  private final ScriptedIssuer issuer;
  private final ScriptedIssuer attackersServer;
  private final TestAuthenticator authenticator;
  private final long now = Instant.now().getEpochSecond();

  HostileTokensTest() throws IOException {
    issuer = new ScriptedIssuer();
    attackersServer = new ScriptedIssuer();
    issuer.document(ScriptedIssuer.KEYS, keys.document());
    attackersServer.document(ScriptedIssuer.KEYS, PublishedKeys.document(attackers));
    authenticator =
        TestAuthenticator.with(
            new IssuerKeys(
                KeyLocation.discovered(issuer.uri().toString()), HttpClient.newHttpClient(), clock),
            issuer.uri(),
            AUDIENCE);
  }

  @AfterAll
  void close() {
    issuer.close();
    attackersServer.close();
    System.out.printf(
        "Hostile tokens: %d tried, %s refused.%n",
        tried.get(), tried.get() == refused.get() ? "all" : "only " + refused.get());
  }

  // This test shows that the hostile tokens are rejected for their faults, not for how they are
  // built.
  @TestFactory
  Stream<DynamicTest> acceptsGoodTokens() {
    return Stream.of(
            it("unchanged", good()),
            it("without a key id", good().header("kid", null)),
            it("a stronger hash", good().algorithm(JWSAlgorithm.RS512)),
            it("RSASSA-PSS", good().algorithm(JWSAlgorithm.PS256)),
            it("an elliptic curve", good(keys.ec).algorithm(JWSAlgorithm.ES256)),
            it("a larger elliptic curve", good(keys.ec384).algorithm(JWSAlgorithm.ES384)),
            it("ours among other audiences", good().claim("aud", "[\"x\",\"api://test\"]")),
            it(
                "issued in the future, because iat does not limit validity",
                good().claim("iat", in(3600))),
            it("an expiry time with a fraction", good().claim("exp", in(60) + ".5")),
            it("31 KiB", padded(31 * 1024)),
            it("an unrelated key in jwk, which is ignored", good().header("jwk", json(attackers))),
            it(
                "a jku of unrelated keys, which is ignored",
                good().header("jku", text(attackersKeySetUri()))),
            it(
                "an unrelated certificate in x5c, which is ignored",
                good().header("x5c", attackersCertificates())),
            it("an x5u, which is ignored", good().header("x5u", text(attackersKeySetUri()))))
        .map(it -> dynamicTest(it.name(), () -> assertAccepted(it)));
  }

  @Test
  void anAudienceOfTheWrongTypeIsNoFaultOfTheKey() {
    Refusal refusal = authenticator.refusalOf(bearer(good().claim("aud", "[5]").mint()));

    assertEquals(RefusalReason.CLAIM, refusal.reason());
  }

  @TestFactory
  Stream<DynamicTest> rejectsOtherAlgorithms() {
    byte[] modulus = keys.rsa.getModulus().decode();
    return invalid(
        it("none", unsigned("none")),
        it("None", unsigned("None")),
        it("NONE", unsigned("NONE")),
        it("nOnE", unsigned("nOnE")),
        it("none with a signature", good().header("alg", text("none"))),
        it("HMAC with the key's modulus", hmac(JWSAlgorithm.HS256, modulus)),
        it("HMAC with the key in DER", hmac(JWSAlgorithm.HS256, PublishedKeys.encoded(keys.rsa))),
        it("HMAC with the key in PEM", hmac(JWSAlgorithm.HS512, pem(keys.rsa).getBytes(UTF_8))),
        it("HMAC with the key as JSON", hmac(JWSAlgorithm.HS384, json(keys.rsa).getBytes(UTF_8))),
        it("HMAC with a published secret", good(keys.secret).algorithm(JWSAlgorithm.HS256)),
        it(
            "HMAC with a published secret, named RS256",
            good(keys.secret).algorithm(JWSAlgorithm.HS256).header("alg", text("RS256"))),
        it("HMAC with a secret of zeros", hmac(JWSAlgorithm.HS256, new byte[32])),
        it("ES256K", good().header("alg", text("ES256K"))),
        it("EdDSA", good().header("alg", text("EdDSA"))),
        it("Ed25519", good().header("alg", text("Ed25519"))),
        it("RS1", good().header("alg", text("RS1"))),
        it("RS256 in lower case", good().header("alg", text("rs256"))),
        it("an encryption algorithm", good().header("alg", text("RSA-OAEP"))),
        it("no algorithm", good().header("alg", null)),
        it("null", good().header("alg", "null")),
        it("an array", good().header("alg", "[\"RS256\"]")),
        it("a hash other than the signature's", good().header("alg", text("RS512"))),
        it("a padding other than the signature's", good().header("alg", text("PS256"))),
        it(
            "an algorithm that the key is not for",
            good(keys.onlyRs256).algorithm(JWSAlgorithm.RS512)),
        it("PSS with a key for RS256", good(keys.onlyRs256).algorithm(JWSAlgorithm.PS256)));
  }

  @TestFactory
  Stream<DynamicTest> rejectsOtherKeys() {
    return invalid(
        it("the attacker's key", good(attackers)),
        it("the attacker's key in jwk", good(attackers).header("jwk", json(attackers))),
        it(
            "the attacker's key in jwk, no key id",
            good(attackers).header("kid", null).header("jwk", json(attackers))),
        it("the attacker's key at jku", good(attackers).header("jku", text(attackersKeySetUri()))),
        it("the attacker's key at x5u", good(attackers).header("x5u", text(attackersKeySetUri()))),
        it("the attacker's key in x5c", good(attackers).header("x5c", attackersCertificates())),
        it(
            "the attacker's key in jwk under the issuer's key id",
            good().signedBy(attackers).header("jwk", json(attackers))),
        it(
            "the attacker's key at jku under the issuer's key id",
            good().signedBy(attackers).header("jku", text(attackersKeySetUri()))),
        it(
            "the attacker's key in x5c under the issuer's key id",
            good().signedBy(attackers).header("x5c", attackersCertificates())),
        it("the attacker's key, no key id", good(attackers).header("kid", null)),
        it("a thumbprint of a certificate", good(attackers).header("x5t#S256", text("AAAA"))),
        it("a private key in jwk", good(attackers).header("jwk", attackers.toString())),
        it("a secret in jwk", good(attackers).header("jwk", keys.secret.toString())),
        it("an invalid jwk", good().header("jwk", "{\"kty\":\"RSA\"}")),
        it("an invalid jku", good().header("jku", text("::"))),
        it("an x5c that is not an array", good().header("x5c", text("AAAA"))),
        it("the key id of an elliptic curve key", good().header("kid", text("ec"))),
        it(
            "the key id of an RSA key",
            good(keys.ec).algorithm(JWSAlgorithm.ES256).header("kid", id(keys.rsa))),
        it("the key id of a secret", good().header("kid", id(keys.secret))),
        it("the key id of another RSA key", good().header("kid", id(keys.onlyRs256))),
        it(
            "the key id of another elliptic curve key",
            good(keys.ec).header("kid", id(keys.ec384)).algorithm(JWSAlgorithm.ES256)),
        it("a key id in another case", good().header("kid", text("RSA"))),
        it("a key id with a path", good().header("kid", text("../../../dev/null"))),
        it("an empty key id", good().header("kid", text(""))),
        it("a key id that is a number", good().header("kid", "1")),
        it("a key id that is an array", good().header("kid", "[\"rsa\"]")),
        it("a weak key", good(keys.weak)),
        it("a weak key, no key id", good(keys.weak).header("kid", null)),
        it("a weak key behind leading zeros", good(keys.paddedWeak)),
        it("an encryption key", good(keys.forEncryption)),
        it("an encryption key, no key id", good(keys.forEncryption).header("kid", null)),
        it("a key for wrapping keys", good(keys.forWrapping)));
  }

  @TestFactory
  Stream<DynamicTest> rejectsOtherSignatures() {
    var curve = good(keys.ec).algorithm(JWSAlgorithm.ES256);
    return invalid(
        it("empty", good().mintWith(new byte[0])),
        it("zeros", good().mintWith(new byte[256])),
        it("one byte", good().mintWith(new byte[1])),
        it("too long", good().mintWith(new byte[512])),
        it("zeros on a curve", curve.mintWith(new byte[64])),
        it(
            "the order of the curve as both numbers",
            curve.mintWith(PublishedKeys.ordersForSignature())),
        it("empty, on a curve", curve.mintWith(new byte[0])),
        it("too long on a curve", curve.mintWith(new byte[128])),
        it("in DER", curve.mintWith(inDer(curve.mint()))),
        it("of another curve", good(keys.ec).header("alg", text("ES384")).mintWith(new byte[96])));
  }

  @TestFactory
  Stream<DynamicTest> rejectsOtherKindsOfTokens() {
    return invalid(
        it("crit of an unknown extension", good().header("crit", "[\"x\"]").header("x", "1")),
        it("crit of a missing extension", good().header("crit", "[\"x\"]")),
        it("crit of exp", good().header("crit", "[\"exp\"]").header("exp", "1")),
        it("empty crit", good().header("crit", "[]")),
        it("crit that is not an array", good().header("crit", text("x"))),
        it("crit of b64", good().header("crit", "[\"b64\"]").header("b64", "true")),
        it("an unencoded payload", unencoded(good().header("crit", "[\"b64\"]"))),
        it("an unencoded payload without crit", unencoded(good())),
        it("nested with cty", good().header("cty", text("JWT")).payload(good().mint())),
        it("nested without cty", good().payload(good().mint())),
        it("nested, in quotes", good().payload(text(good().mint()))),
        it("encrypted to a key of the issuer", encrypted(good().payloadText(), "at+jwt")),
        it("signed and encrypted to a key of the issuer", encrypted(good().mint(), "JWT")),
        it("a logout token", good().header("typ", text("logout+jwt"))),
        it("a proof of possession", good().header("typ", text("dpop+jwt"))),
        it("a type that is a number", good().header("typ", "1")),
        it("JSON serialization", json(good().mint())));
  }

  @TestFactory
  Stream<DynamicTest> rejectsRepeatedMembers() {
    return invalid(
        it("subject", good().claim("sub", "\"alice\",\"sub\":\"mallory\"")),
        it("the same subject", good().claim("sub", "\"alice\",\"sub\":\"alice\"")),
        it("subject after null", good().claim("sub", "null,\"sub\":\"mallory\"")),
        it("null after subject", good().claim("sub", "\"alice\",\"sub\":null")),
        it("subject with an escape", good().claim("sub", "\"alice\",\"s\\u0075b\":\"mallory\"")),
        it("issuer", good().claim("iss", "\"https://e.example\",\"iss\":" + text(iss()))),
        it("audience", good().claim("aud", "\"api://other\",\"aud\":\"api://test\"")),
        it("expiry time", good().claim("exp", "1,\"exp\":" + in(60))),
        it("roles", good().claim("roles", "[],\"roles\":[\"Identity.Admin\"]")),
        it("algorithm", good().header("alg", "\"none\",\"alg\":\"RS256\"")),
        it("key id", good().header("kid", "\"x\",\"kid\":\"rsa\"")),
        it("crit", good().header("crit", "null,\"crit\":null")));
  }

  @TestFactory
  Stream<DynamicTest> rejectsOtherIssuersAndAudiences() {
    return invalid(
        it(
            "a prefix of the issuer",
            good().claim("iss", text(iss().substring(0, iss().length() - 1)))),
        it("the issuer with a suffix", good().claim("iss", text(iss() + ".e.example"))),
        it("the issuer in another case", good().claim("iss", text(iss().toUpperCase(Locale.ROOT)))),
        it("the issuer with a slash", good().claim("iss", text(iss() + "/"))),
        it("the issuer with a space", good().claim("iss", text(iss() + " "))),
        it("the issuer's host", good().claim("iss", text("localhost"))),
        it("the issuer in an array", good().claim("iss", "[" + text(iss()) + "]")),
        it("an issuer that is a number", good().claim("iss", "1")),
        it("an issuer that is null", good().claim("iss", "null")),
        it("no issuer", good().claim("iss", null)),
        it("no audience", good().claim("aud", null)),
        it("an audience that is null", good().claim("aud", "null")),
        it("an empty audience", good().claim("aud", text(""))),
        it("an empty array of audiences", good().claim("aud", "[]")),
        it("an array of null", good().claim("aud", "[null]")),
        it("a prefix of the audience", good().claim("aud", text("api://tes"))),
        it("a part of the audience", good().claim("aud", "[\"test\"]")),
        it("the audience with a suffix", good().claim("aud", text("api://test2"))),
        it("the audience in another case", good().claim("aud", text("API://test"))),
        it("audiences in one string", good().claim("aud", text("api://other api://test"))),
        it("an array in an array", good().claim("aud", "[[\"api://test\"]]")),
        it("a number next to the audience", good().claim("aud", "[1,\"api://test\"]")),
        it("an audience that is an object", good().claim("aud", "{\"api://test\":true}")),
        it("an audience that is a number", good().claim("aud", "1")));
  }

  @TestFactory
  Stream<DynamicTest> rejectsInvalidTimes() {
    return invalid(
        it("no expiry time", good().claim("exp", null)),
        it("an expiry time that is null", good().claim("exp", "null")),
        it("an expiry time that is a string", good().claim("exp", text(in(60)))),
        it("an expiry time that is true", good().claim("exp", "true")),
        it("an expiry time that is an array", good().claim("exp", "[" + in(60) + "]")),
        it("an expiry time of zero", good().claim("exp", "0")),
        it("a negative expiry time", good().claim("exp", "-1")),
        it(
            "an expiry time that overflows in milliseconds",
            good().claim("exp", "-18446742000000000")),
        it("an expiry time in milliseconds", good().claim("exp", in(60) + "000")),
        it("an expiry time in nine billion years", good().claim("exp", "283824000000000000")),
        it("the largest long as expiry time", good().claim("exp", "9223372036854775807")),
        it("an expiry time beyond the range of long", good().claim("exp", "1e300")),
        it("an infinite expiry time", good().claim("exp", "1e999")),
        it("an expiry time that is not a number", good().claim("exp", "NaN")),
        it("expired beyond the skew", good().claim("exp", in(-62))),
        it("not yet valid beyond the skew", good().claim("nbf", in(90))),
        it("a start time that is a string", good().claim("nbf", text(in(-60)))),
        it("a start time that overflows in milliseconds", good().claim("nbf", "18446744073709552")),
        it("a start time beyond the range of long", good().claim("nbf", "1e30")),
        it("an issue time that is a string", good().claim("iat", text("now"))),
        it("an issue time beyond the range of long", good().claim("iat", "1e30")));
  }

  @TestFactory
  Stream<DynamicTest> rejectsInvalidSubjects() {
    return invalid(
        it("missing", good().claim("sub", null)),
        it("null", good().claim("sub", "null")),
        it("a number", good().claim("sub", "7")),
        it("zero", good().claim("sub", "0")),
        it("a fraction", good().claim("sub", "1.5")),
        it("true", good().claim("sub", "true")),
        it("an array", good().claim("sub", "[\"alice\"]")),
        it("an object", good().claim("sub", "{\"id\":\"alice\"}")),
        it("empty", good().claim("sub", text(""))),
        it("blank", good().claim("sub", text(" \u3000"))),
        it("a null character", good().claim("sub", text("alice\\u0000"))),
        it("half of a surrogate pair", good().claim("sub", text("alice\\ud800"))),
        it("a line break", good().claim("sub", text("alice\\u2028"))),
        it("too long", good().claim("sub", text("a".repeat(257)))));
  }

  @TestFactory
  Stream<DynamicTest> rejectsInvalidEncodings() {
    String good = good().mint();
    String[] part = good.split("\\.", -1);
    String claims = good().payloadText();
    return invalid(
        it("header with padding", part[0] + "=." + part[1] + "." + part[2]),
        it("claims with padding", part[0] + "." + part[1] + "=." + part[2]),
        it("signature with padding", good + "=="),
        it("signature with an illegal character", good + "~"),
        it("signature in plain base64", inPlainBase64()),
        it("signature with nonzero spare bits", withSpareBits(good)),
        it("signature with a lone last character", good + "AAA"),
        it("signature with a line break", good.replaceFirst("(?=.{9}$)", "\n")),
        it("leading dot", "." + good),
        it("trailing dot", good + "."),
        it("four segments", good + "." + part[2]),
        it("five segments", good + "." + part[2] + "." + part[2]),
        it("two segments", part[0] + "." + part[1]),
        it("one segment", part[0]),
        it("empty header", "." + part[1] + "." + part[2]),
        it("empty claims", part[0] + ".." + part[2]),
        it("empty signature", part[0] + "." + part[1] + "."),
        it("dots", ".."),
        it("percent-encoded dots", good.replace(".", "%2E")),
        it("one character more than 31 KiB", padded(31 * 1024 + 1)),
        it("64 KiB", padded(64 * 1024)),
        it("64 KiB of dots", ".".repeat(64 * 1024)),
        it("claims followed by a second document", good().payload(claims + "{}")),
        it("claims with a trailing comma", good().payload(claims.replace("}", ",}"))),
        it("claims with a comment", good().payload("/**/" + claims)),
        it("claims in single quotes", good().payload(claims.replace('"', '\''))),
        it("claims in an array", good().payload("[" + claims + "]")),
        it("an empty object of claims", good().payload("{}")),
        it("blank claims", good().payload(" ")),
        it("claims in Latin-1", inLatin1()),
        it("deeply nested claims", good().claim("x", "[".repeat(1500) + "]".repeat(1500))),
        it("deeply nested header", good().header("x", "[".repeat(1500) + "]".repeat(1500))));
  }

  @TestFactory
  Stream<DynamicTest> rejectsTwoHeadersThatTheHostHasJoined() {
    String good = good().mint();
    return Stream.of(
            "Bearer %s,Bearer %s",
            "Bearer %s, Bearer %s",
            "Bearer %s ,Bearer %s",
            "Bearer %s,bearer %s",
            "Bearer %s,Basic YTpi",
            "Bearer %s,",
            "Bearer ,Bearer %s")
        .map(header -> hostile(header, good, ErrorCode.INVALID_TOKEN))
        .map(this::refused);
  }

  @TestFactory
  Stream<DynamicTest> rejectsMalformedCredentials() {
    String good = good().mint();
    return Stream.of(
            "Bearer \t%s",
            "Bearer %s\t",
            "Bearer %s\n",
            "Bearer %s\r\nX-Role: admin",
            "Bearer \n%s",
            "Bearer \u00a0%s",
            "Bearer \u3000%s",
            "Bearer %s\u2028",
            "Bearer \u0000%s",
            "Bearer %s\u0000",
            "Bearer %s x",
            "Bearer %s %s",
            "Bearer Bearer %s",
            "Bearer token=%s",
            "Bearer \"%s\"",
            "Bearer %s;",
            "Bearer ",
            "Bearer  ",
            "Bearer \t")
        .map(header -> hostile(header, good, ErrorCode.INVALID_TOKEN))
        .map(this::refused);
  }

  @TestFactory
  Stream<DynamicTest> rejectsOtherSchemesAsUnauthenticated() {
    String good = good().mint();
    return Stream.of(
            "",
            " ",
            "%s",
            "Bearer",
            "Bearer\t%s",
            "Bearer\n%s",
            "Bearer\u00a0%s",
            "Bearer:%s",
            "Bearer: %s",
            "Bearer%s",
            "Bearer=%s",
            " Bearer %s",
            "\tBearer %s",
            "\ufeffBearer %s",
            "\u0412earer %s",
            "Bearers %s",
            "Basic %s",
            "Digest %s",
            "Token %s",
            "JWT %s",
            "DPoP %s",
            "Basic YTpi,Bearer %s",
            "Basic YTpi, Bearer %s",
            ",Bearer %s")
        .map(header -> hostile(header, good, ErrorCode.UNAUTHENTICATED))
        .map(this::refused);
  }

  @Test
  void rejectsATokenWithAnyCharacterChanged() {
    String good = good().mint();
    for (int i = 0; i < good.length(); i++) {
      for (char other : "Aa-.".toCharArray()) {
        if (good.charAt(i) != other) {
          assertRejected(it("character " + i + " is " + other, changed(good, i, other)));
        }
      }
    }
  }

  // Only the issuer can sign such tokens. They must still cause no failure other than
  // INVALID_TOKEN.
  @Test
  void acceptsOrRejectsAnythingThatTheIssuerSigns() {
    var token = good(keys.ec).algorithm(JWSAlgorithm.ES256);
    String header = token.headerText();
    String claims = token.payloadText();
    for (char odd : "\"\\{}[]:,0n\u0000".toCharArray()) {
      for (int i = 0; i < header.length(); i++) {
        acceptOrReject(token.sign(changed(header, i, odd), claims));
      }
      for (int i = 0; i < claims.length(); i++) {
        acceptOrReject(token.sign(header, changed(claims, i, odd)));
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> ignoresAnAdminRoleInAnUnexpectedShape() {
    return Stream.of(
            "[[\"Identity.Admin\"]]",
            "{\"Identity.Admin\":true}",
            "[{\"Identity.Admin\":true}]",
            "{\"0\":\"Identity.Admin\"}",
            "1",
            "true",
            "null",
            "[null]",
            "\"\"",
            "\"Identity.Admin,Reader\"",
            "\"Identity.Admin\\u0000\"",
            "\"Reader\\tIdentity.Admin\"",
            "[\"Identity.Admin \"]",
            "[\"IDENTITY.ADMIN\"]")
        .map(
            roles ->
                dynamicTest(
                    roles,
                    () -> {
                      String token = good().claim("roles", roles).mint();
                      assertFalse(authenticator.authenticate(bearer(token)).isAdmin());
                    }));
  }

  @Test
  void fetchesKeysOnlyFromTheIssuer() {
    assertRejected(it("at jku", good(attackers).header("jku", text(attackersKeySetUri()))));
    assertRejected(it("at x5u", good(attackers).header("x5u", text(attackersKeySetUri()))));

    assertEquals(0, attackersServer.keyFetches());
  }

  /** A header and the error code with which it is rejected. */
  private record Hostile(String name, String header, ErrorCode reason) {}

  private static Hostile it(String name, ForgedToken token) {
    return it(name, token.mint());
  }

  private static Hostile it(String name, String token) {
    return new Hostile(name, "Bearer " + token, ErrorCode.INVALID_TOKEN);
  }

  private static Hostile hostile(String header, String token, ErrorCode reason) {
    return new Hostile(text(printable(header)), header.replace("%s", token), reason);
  }

  private Stream<DynamicTest> invalid(Hostile... cases) {
    return Stream.of(cases).map(this::refused);
  }

  private DynamicTest refused(Hostile it) {
    return dynamicTest(it.name(), () -> assertRejected(it));
  }

  private void assertAccepted(Hostile it) {
    Caller caller = authenticator.authenticate(it.header());
    assertEquals("alice", caller.user().id());
    assertFalse(caller.isAdmin());
  }

  private void assertRejected(Hostile it) {
    tried.incrementAndGet();
    var e = finalRefusal(it);
    assertEquals(it.reason(), e.code(), it.name());
    String shown = e.detail() + "\n" + e.getMessage() + "\n" + e;
    Stream.of(it.header().split("[ .,;]", -1))
        .filter(part -> part.length() > 6)
        .forEach(part -> assertFalse(shown.contains(part), shown));
    assertFalse(shown.contains("alice") || shown.contains("mallory"), shown);
    refused.incrementAndGet();
  }

  // A token of a key that may be a new one is refused until the keys have been fetched.
  private ServiceException finalRefusal(Hostile it) {
    var e = refusal(it);
    while (e.code() == ErrorCode.KEY_NOT_FETCHED) {
      clock.advance(e.retryAfter().orElseThrow());
      e = refusal(it);
    }
    return e;
  }

  private ServiceException refusal(Hostile it) {
    return assertThrows(
        ServiceException.class, () -> authenticator.authenticate(it.header()), it.name());
  }

  private void acceptOrReject(String token) {
    try {
      authenticator.authenticate(bearer(token));
    } catch (ServiceException e) {
      assertTrue(
          e.code() == ErrorCode.INVALID_TOKEN || e.code() == ErrorCode.KEY_NOT_FETCHED,
          e::toString);
    }
  }

  private ForgedToken good() {
    return good(keys.rsa);
  }

  private ForgedToken good(JWK key) {
    return new ForgedToken(key)
        .claim("iss", text(iss()))
        .claim("aud", text(AUDIENCE))
        .claim("sub", text("alice"))
        .claim("exp", in(600));
  }

  private String iss() {
    return issuer.uri().toString();
  }

  private String in(int seconds) {
    return Long.toString(now + seconds);
  }

  private String unsigned(String algorithm) {
    return good().header("alg", text(algorithm)).mintWith(new byte[0]);
  }

  private ForgedToken hmac(JWSAlgorithm algorithm, byte[] secret) {
    return good()
        .algorithm(algorithm)
        .signedBy(new OctetSequenceKey.Builder(secret).keyID("hmac").build());
  }

  // RFC 7797: the signature covers the claims as they are, not their base64url.
  private static String unencoded(ForgedToken token) {
    token.header("b64", "false");
    String header = Base64URL.encode(token.headerText()).toString();
    return header
        + "."
        + Base64URL.encode(token.payloadText())
        + "."
        + token.signature(header + "." + token.payloadText());
  }

  private String encrypted(String content, String contentType) {
    try {
      var header =
          new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM)
              .keyID(keys.forEncryption.getKeyID())
              .contentType(contentType)
              .build();
      var encrypted = new JWEObject(header, new Payload(content));
      encrypted.encrypt(new RSAEncrypter(keys.forEncryption));
      return encrypted.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  // Base64url text cannot have every length, so padding in the header makes up the difference.
  private String padded(int length) {
    int missing = length - good().mint().length();
    for (int inHeader = 0; inHeader < 4; inHeader++) {
      for (int inClaims = missing * 3 / 4 - 20; inClaims < missing * 3 / 4; inClaims++) {
        var token =
            good()
                .header("x", text("x".repeat(inHeader)))
                .claim("x", text("x".repeat(inClaims)))
                .mint();
        if (token.length() == length) {
          return token;
        }
      }
    }
    throw new IllegalStateException("No token has " + length + " characters.");
  }

  private String inLatin1() {
    var token = good().claim("sub", text("alic\u00e9"));
    String content =
        Base64URL.encode(token.headerText())
            + "."
            + Base64URL.encode(token.payloadText().getBytes(ISO_8859_1));
    return content + "." + token.signature(content);
  }

  // Nearly every signature has one of the two characters, but a test must not depend on luck.
  private String inPlainBase64() {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> good().claim("x", Integer.toString(i)).mint())
        .filter(token -> token.substring(token.lastIndexOf('.')).matches(".*[-_].*"))
        .map(HostileTokensTest::withSignatureInPlainBase64)
        .findFirst()
        .orElseThrow();
  }

  private static String withSignatureInPlainBase64(String token) {
    int end = token.lastIndexOf('.');
    return token.substring(0, end) + token.substring(end).replace('-', '+').replace('_', '/');
  }

  // 342 characters hold four bits more than a signature of 2048 bits.
  private static String withSpareBits(String token) {
    int last = token.length() - 1;
    return token.substring(0, last) + (char) (token.charAt(last) + 1);
  }

  private static byte[] inDer(String token) {
    try {
      return ECDSA.transcodeSignatureToDER(
          new Base64URL(token.substring(token.lastIndexOf('.') + 1)).decode());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(RSAKey key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.encode(PublishedKeys.encoded(key))
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static String changed(String text, int index, char other) {
    return text.substring(0, index) + other + text.substring(index + 1);
  }

  private static String bearer(String token) {
    return "Bearer " + token;
  }

  private static String printable(String header) {
    return header
        .codePoints()
        .mapToObj(c -> c < ' ' || c > '~' ? String.format("\\u%04x", c) : Character.toString(c))
        .collect(joining());
  }

  private String attackersKeySetUri() {
    return attackersServer.uri() + ScriptedIssuer.KEYS;
  }

  // Nothing reads the certificate, so the key can take its place.
  private String attackersCertificates() {
    return "[" + text(Base64.encode(PublishedKeys.encoded(attackers)).toString()) + "]";
  }

  private static String json(RSAKey key) {
    return key.toPublicJWK().toString();
  }

  private static String json(String token) {
    String[] part = token.split("\\.", -1);
    return JSONObjectUtils.toJSONString(
        Map.of("protected", part[0], "payload", part[1], "signature", part[2]));
  }

  private static String id(JWK key) {
    return text(key.getKeyID());
  }
}
