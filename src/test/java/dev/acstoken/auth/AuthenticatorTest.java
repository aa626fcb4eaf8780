package dev.acstoken.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.acstoken.devhost.LocalIssuer;
import dev.acstoken.devhost.TokenBuilder;
import dev.acstoken.identity.ErrorCode;
import dev.acstoken.identity.ServiceException;
import dev.acstoken.identity.User;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies which bearer tokens are accepted, and which caller each token identifies. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthenticatorTest {

  private static final String HEADER = "{\"alg\":\"RS256\"}";

  private final LocalIssuer issuer = LocalIssuer.start();
  private final TestAuthenticator authenticator = authenticator("sub", Optional.empty());

  @AfterAll
  void close() {
    issuer.close();
  }

  @Test
  void identifiesTheCallerByIssuerAndSubject() {
    Caller caller = authenticate(issuer.token("alice"));

    assertEquals(new User(issuer.issuer().toString(), "alice"), caller.user());
    assertFalse(caller.isAdmin());
  }

  @Test
  void readsTheUserIdFromTheConfiguredClaim() throws Exception {
    var byObjectId = authenticator("oid", Optional.empty());
    String token = issuer.tokenBuilder("alice").claim("oid", "5f0c").mint();

    assertEquals("5f0c", byObjectId.authenticate(bearer(token)).user().id());
  }

  @Test
  void rejectsATokenWithoutTheConfiguredClaim() {
    var byObjectId = authenticator("oid", Optional.empty());

    assertInvalid(byObjectId, issuer.tokenBuilder("alice").claim("oid", null).mint());
    assertInvalid(byObjectId, issuer.tokenBuilder("alice").claim("oid", 5).mint());
    assertInvalid(byObjectId, issuer.tokenBuilder("alice").claim("oid", List.of("alice")).mint());
  }

  @Test
  void readsTheEntraObjectIdAndKeepsTheBearerToken() throws Exception {
    String id = "32c0a5db-05ec-78ea-51ab-3f06b329397e";
    String token = issuer.tokenBuilder("alice").claim("oid", id).mint();

    Caller caller = authenticate(token);

    assertEquals(Optional.of(id), caller.entraObjectId());
    assertEquals(token, caller.bearerToken().reveal());
    assertFalse(caller.toString().contains(token), "a log could show the token");
  }

  @Test
  void ignoresAnOidClaimThatIsNotAGuid() throws Exception {
    for (Object oid :
        new Object[] {"alice", "", 7, List.of("32c0a5db-05ec-78ea-51ab-3f06b329397e")}) {
      Caller caller = authenticate(issuer.tokenBuilder("alice").claim("oid", oid).mint());

      assertEquals(Optional.empty(), caller.entraObjectId());
    }
    Caller caller = authenticate(issuer.tokenBuilder("alice").claim("oid", null).mint());
    assertEquals(Optional.empty(), caller.entraObjectId());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sub", "exp"})
  void aClaimOfTheWrongTypeIsTheReasonOfTheRefusal(String claim) {
    String token = issuer.tokenBuilder("alice").claim(claim, Map.of("of", "another type")).mint();

    Refusal refusal = authenticator.refusalOf(bearer(token));

    assertEquals(RefusalReason.CLAIM, refusal.reason());
    assertEquals(claim, refusal.expected());
    assertEquals(issuer.issuer().toString(), refusal.unverifiedIssuer());
  }

  @Test
  void aTokenForDpopIsRefusedAsConstrained() {
    assertEquals(
        RefusalReason.CONSTRAINED,
        authenticator.refusalOf("DPoP " + issuer.token("alice")).reason());
  }

  @Test
  void identifiesAnAdminByTheRole() {
    assertTrue(authenticate(issuer.token("alice", "Reader", "Identity.Admin")).isAdmin());
    assertTrue(withRoles("Identity.Admin").isAdmin());
    assertTrue(withRoles(List.of("Reader", "Identity.Admin")).isAdmin());
  }

  @Test
  void requiresTheExactAdminRole() {
    assertFalse(authenticate(issuer.token("alice", "Reader")).isAdmin());
    assertFalse(withRoles("identity.admin").isAdmin());
    assertFalse(withRoles("Identity.Admin.Reader").isAdmin());
    assertFalse(withRoles("Reader Identity.Admin").isAdmin());
    assertFalse(withRoles(List.of("Reader Identity.Admin")).isAdmin());
    assertFalse(withRoles(Map.of("Identity.Admin", true)).isAdmin());
    assertFalse(withRoles(List.of()).isAdmin());
  }

  @Test
  void aUserMayActForThemselvesAndAnAdminForEveryone() {
    var other = new User(issuer.issuer().toString(), "bob");
    Caller alice = authenticate(issuer.token("alice"));

    assertTrue(alice.mayActFor(alice.user()));
    assertFalse(alice.mayActFor(other));
    assertFalse(alice.mayActFor(new User("https://elsewhere.example", "alice")));
    assertTrue(authenticate(issuer.token("alice", "Identity.Admin")).mayActFor(other));
  }

  @Test
  void readsTheRequiredScopeFromScpOrScope() {
    var scopeRequiring = authenticator("sub", Optional.of("tokens"));
    var drafts =
        List.of(
            issuer.tokenBuilder("alice").claim("scp", "tokens"),
            issuer.tokenBuilder("alice").claim("scp", "openid tokens"),
            issuer.tokenBuilder("alice").claim("scope", "tokens profile"),
            issuer.tokenBuilder("alice").claim("scope", List.of("openid", "tokens")));

    for (TokenBuilder draft : drafts) {
      assertEquals("alice", scopeRequiring.authenticate(bearer(draft.mint())).user().id());
    }
  }

  @Test
  void rejectsATokenWithoutTheRequiredScope() {
    var scopeRequiring = authenticator("sub", Optional.of("tokens"));
    var drafts =
        List.of(
            issuer.tokenBuilder("alice"),
            issuer.tokenBuilder("alice").scope("tokens.read"),
            issuer.tokenBuilder("alice").scope("TOKENS"),
            issuer.tokenBuilder("alice").claim("scope", 7));

    for (TokenBuilder draft : drafts) {
      assertRejected(ErrorCode.INSUFFICIENT_SCOPE, scopeRequiring, bearer(draft.mint()));
    }
  }

  @Test
  void rejectsAHeaderWithoutABearerTokenAsUnauthenticated() {
    for (String header : List.of("", "Bearer", "Basic YWxpY2U6c2VjcmV0", "Bearer\tabc")) {
      assertRejected(ErrorCode.UNAUTHENTICATED, authenticator, header);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bearer ", "BEARER ", "Bearer   "})
  void ignoresCaseAndExtraSpacesInTheScheme(String scheme) {
    String header = scheme + issuer.token("alice") + " ";

    assertEquals("alice", authenticator.authenticate(header).user().id());
  }

  @TestFactory
  Stream<DynamicTest> rejectsMalformedTokens() {
    return rejected(
        Map.ofEntries(
            entry("empty", ""),
            entry("garbage", "garbage"),
            entry("three dots", "..."),
            entry("two tokens joined as the host joins headers", issuer.token("a") + ",Bearer b"),
            entry("in quotes", '"' + issuer.token("alice") + '"'),
            entry("not ASCII", "tökén"),
            entry("longer than 31 KiB", "e".repeat(31 * 1024 + 1)),
            entry("encrypted", jwt("{\"alg\":\"RSA-OAEP\",\"enc\":\"A128GCM\"}", "{}") + ".a.a"),
            entry("not JSON", jwt("no", "no")),
            entry("null header and claims", jwt("null", "null")),
            entry("arrays as header and claims", jwt("[]", "[]")),
            entry("a header without an algorithm", jwt("{}", "{}")),
            entry("null claims", jwt(HEADER, "null")),
            entry("claims that are not an object", jwt(HEADER, "7")),
            entry("an algorithm that is not a string", jwt("{\"alg\":7}", "{}")),
            entry("an empty algorithm", jwt("{\"alg\":\"\"}", "{}")),
            entry("times that are not numbers", jwt(HEADER, "{\"exp\":\"soon\"}")),
            entry("an infinite expiry time", jwt(HEADER, "{\"exp\":1e999}")),
            entry("a deeply nested header", jwt("{\"alg\":" + "[".repeat(5000), "{}")),
            entry("deeply nested claims", jwt(HEADER, "{\"sub\":" + "[".repeat(5000)))));
  }

  @TestFactory
  Stream<DynamicTest> rejectsATokenOutsideItsValidityPeriod() {
    Instant now = Instant.now();
    Duration hour = Duration.ofHours(1);
    return rejected(
        drafts(
            Map.of(
                "expired", issuer.tokenBuilder("alice").expired(),
                "not yet valid", issuer.tokenBuilder("alice").notYetValid(),
                "expired beyond the skew",
                    issuer.tokenBuilder("alice").validFrom(now.minusSeconds(3600 + 65), hour),
                "not yet valid beyond the skew",
                    issuer.tokenBuilder("alice").validFrom(now.plusSeconds(90), hour),
                "without an expiry time", issuer.tokenBuilder("alice").claim("exp", null))));
  }

  @TestFactory
  Stream<DynamicTest> rejectsATokenOfAnotherIssuerOrForAnotherAudience() {
    String slash = issuer.issuer() + "/";
    return rejected(
        drafts(
            Map.of(
                "foreign issuer", issuer.tokenBuilder("alice").issuer("https://elsewhere.example"),
                "issuer in another spelling", issuer.tokenBuilder("alice").issuer(slash),
                "no issuer", issuer.tokenBuilder("alice").claim("iss", null),
                "foreign audience", issuer.tokenBuilder("alice").audience("api://other"),
                "foreign audiences", issuer.tokenBuilder("alice").audience("api://other", "x"),
                "no audience", issuer.tokenBuilder("alice").claim("aud", null),
                "empty audience", issuer.tokenBuilder("alice").audience())));
  }

  @TestFactory
  Stream<DynamicTest> rejectsATokenWithoutAValidUserId() {
    return rejected(
        drafts(
            Map.of(
                "no subject", issuer.tokenBuilder("alice").claim("sub", null),
                "subject is a number", issuer.tokenBuilder("alice").claim("sub", 7),
                "subject is an array", issuer.tokenBuilder("alice").claim("sub", List.of("alice")),
                "empty subject", issuer.tokenBuilder(""),
                "blank subject", issuer.tokenBuilder("  "),
                "control character", issuer.tokenBuilder("al\u0000ice"),
                "line break", issuer.tokenBuilder("alice\n"),
                "257 characters", issuer.tokenBuilder("a".repeat(257)))));
  }

  @TestFactory
  Stream<DynamicTest> rejectsATokenThatTheIssuerDidNotSign() {
    String good = issuer.token("alice");
    String payloadOfBob = issuer.token("bob").split("\\.", -1)[1];
    String[] parts = good.split("\\.", -1);
    return rejected(
        Map.of(
            "unsigned", issuer.tokenBuilder("alice").mintUnsigned(),
            "HMAC with the public key", issuer.tokenBuilder("alice").mintHmac(),
            "foreign key under a known id",
                issuer.tokenBuilder("alice").signedByForeignKeyUnderKnownId().mint(),
            "another user's payload", parts[0] + "." + payloadOfBob + "." + parts[2],
            "signature cut off", parts[0] + "." + parts[1] + "."));
  }

  // The key may be a new one, which is decided by the next fetch.
  @Test
  void asksForARetryOfATokenWithAnUnknownKeyId() {
    String token = issuer.tokenBuilder("alice").signedByForeignKey().mint();

    assertRejected(ErrorCode.KEY_NOT_FETCHED, authenticator, bearer(token));
  }

  @Test
  void allowsOneMinuteOfClockSkew() {
    Instant now = Instant.now();
    Duration hour = Duration.ofHours(1);
    var justExpired = issuer.tokenBuilder("alice").validFrom(now.minusSeconds(3600 + 45), hour);
    var almostValid = issuer.tokenBuilder("alice").validFrom(now.plusSeconds(59), hour);

    assertEquals("alice", authenticate(justExpired.mint()).user().id());
    assertEquals("alice", authenticate(almostValid.mint()).user().id());
  }

  @Test
  void acceptsATokenForSeveralAudiences() {
    var draft = issuer.tokenBuilder("alice").audience("api://other", issuer.audience());

    assertEquals("alice", authenticate(draft.mint()).user().id());
  }

  @Test
  void acceptsAUserIdOf256Characters() {
    String id = "ä".repeat(256);

    assertEquals(id, authenticate(issuer.token(id)).user().id());
  }

  @Test
  void textFormsDoNotRevealAnAcceptedToken() {
    String token = issuer.token("alice@example.com");

    assertEquals(
        "BearerToken[unverified=[redacted]]", BearerToken.ofHeader("Bearer " + token).toString());
    assertFalse(authenticate(token).toString().contains("alice"));
  }

  private Stream<DynamicTest> rejected(Map<String, String> tokens) {
    return tokens.entrySet().stream()
        .map(it -> dynamicTest(it.getKey(), () -> assertInvalid(authenticator, it.getValue())));
  }

  private static Map<String, String> drafts(Map<String, TokenBuilder> drafts) {
    return drafts.entrySet().stream().collect(toMap(Map.Entry::getKey, it -> it.getValue().mint()));
  }

  private static void assertInvalid(TestAuthenticator authenticator, String token) {
    assertRejected(ErrorCode.INVALID_TOKEN, authenticator, bearer(token));
  }

  private static void assertRejected(
      ErrorCode reason, TestAuthenticator authenticator, String header) {
    var e = assertThrows(ServiceException.class, () -> authenticator.authenticate(header));
    assertEquals(reason, e.code());
    assertRevealsNothingOf(header, e);
  }

  // The detail is sent in a WWW-Authenticate header, and RFC 6750 limits its characters.
  private static void assertRevealsNothingOf(String header, ServiceException e) {
    assertTrue(e.detail().matches("[\\x20\\x21\\x23-\\x5B\\x5D-\\x7E]+"), e.detail());
    for (String shown : List.of(e.detail(), String.valueOf(e.getMessage()), e.toString())) {
      Stream.of(header.replaceFirst("(?i)^bearer", "").split("[ .,]", -1))
          .filter(part -> part.length() > 2)
          .forEach(part -> assertFalse(shown.contains(part), shown));
      assertFalse(shown.contains("alice"), shown);
    }
  }

  private Caller withRoles(Object roles) {
    return authenticate(issuer.tokenBuilder("alice").claim("roles", roles).mint());
  }

  private Caller authenticate(String token) {
    return authenticator.authenticate(bearer(token));
  }

  private TestAuthenticator authenticator(String userClaim, Optional<String> requiredScope) {
    return TestAuthenticator.of(
        TestAuthenticator.trusted(issuer.issuer(), issuer.audience(), userClaim, requiredScope));
  }

  private static String bearer(String token) {
    return "Bearer " + token;
  }

  private static String jwt(String header, String claims) {
    return base64(header) + "." + base64(claims) + ".c2ln";
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }
}
