package dev.acstoken.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.emulator.server.Json;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies the parts of the protocol that the SDK cannot send. */
class ProtocolTest {

  private static final AcsEmulator emulator = AcsEmulator.start();

  private final SignedRequests http = new SignedRequests(emulator);

  @AfterAll
  static void stop() {
    emulator.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2021-03-07",
        "2021-11-01",
        "2022-06-01",
        "2022-10-01",
        "2023-10-01",
        "2025-06-30"
      })
  void supportsTheStableApiVersions(String version) throws Exception {
    var response = http.send("POST", "/identities?api-version=" + version, "");
    assertEquals(201, response.statusCode());
    assertTrue(
        response.headers().firstValue("api-supported-versions").orElse("").contains(version));
    assertTrue(response.headers().firstValue("MS-CV").isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "/identities, ApiVersionUnspecified",
    "/identities?api-version=, ApiVersionUnspecified",
    "/identities?api-version=2023-08-01, UnsupportedApiVersion",
    "/teamsUser/:exchangeAccessToken?api-version=2021-03-07, UnsupportedApiVersion",
  })
  void refusesOtherApiVersions(String target, String code) throws Exception {
    assertError(400, code, http.send("POST", target, "{}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat.join", "chat.join.limited", "voip.join"})
  void joinScopesRequireApiVersion20231001(String scope) throws Exception {
    String body = "{\"createTokenWithScopes\": [\"%s\"]}".formatted(scope);
    assertError(
        400, "ValidationError", http.send("POST", "/identities?api-version=2022-10-01", body));
    assertEquals(201, http.send("POST", "/identities?api-version=2023-10-01", body).statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "{\"createTokenWithScopes\": \"chat\"}",
        "{\"createTokenWithScopes\": [1]}",
        "{\"createTokenWithScopes\": [\"sms\"]}",
        "{\"createTokenWithScopes\": [\"chat\"], \"expiresInMinutes\": \"60\"}",
        "{\"createTokenWithScopes\": [\"chat\"], \"expiresInMinutes\": 1441}"
      })
  void refusesInvalidBodies(String body) throws Exception {
    assertError(
        400, "ValidationError", http.send("POST", "/identities?api-version=2022-10-01", body));
  }

  @Test
  void reportsAnInvalidLifetimeWithTheMessageOfAcs() throws Exception {
    var response =
        http.send(
            "POST",
            "/identities?api-version=2022-10-01",
            "{\"createTokenWithScopes\": [\"chat\"], \"expiresInMinutes\": 59}");
    assertEquals(
        "{\"error\":{\"code\":\"ValidationError\",\"message\":\"ExpiresInMinutes value 59 is"
            + " invalid. Value must be within the [60, 1440] interval.\","
            + "\"target\":\"ExpiresInMinutes\"}}",
        response.body());
  }

  @Test
  void createsAnIdentityWithoutATokenIfScopesAreNull() throws Exception {
    var response =
        http.send(
            "POST",
            "/identities?api-version=2022-10-01",
            "{\"createTokenWithScopes\":null,\"expiresInMinutes\":null}");
    assertEquals(201, response.statusCode());
    assertTrue(
        response.body().matches("\\{\"identity\":\\{\"id\":\"8:acs:[^\"]+\"}}"), response.body());
  }

  @Test
  void refusesUnknownPathsAndMethods() throws Exception {
    assertError(404, "NotFound", http.send("POST", "/users?api-version=2022-10-01", ""));
    var response = http.send("GET", "/identities?api-version=2022-10-01", "");
    assertError(405, "MethodNotAllowed", response);
    assertEquals("POST", response.headers().firstValue("Allow").orElse(""));
  }

  @Test
  void introspectsTokensOverHttp() throws Exception {
    String token = token();
    String active = introspect(token);
    assertTrue(active.startsWith("{\"active\":true,\"sub\":\"8:acs:"), active);
    assertTrue(active.contains("\"scope\":\"chat voip\""), active);

    String id = emulator.identities().stream().filter(active::contains).findFirst().orElseThrow();
    String path = "/identities/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
    http.send("POST", path + "/:revokeAccessTokens?api-version=2022-10-01", "");
    assertEquals("{\"active\":false,\"reason\":\"revoked\"}", introspect(token));
    http.send("DELETE", path + "?api-version=2022-10-01", "");
    assertEquals("{\"active\":false,\"reason\":\"identity_deleted\"}", introspect(token));
    assertEquals("{\"active\":false,\"reason\":\"malformed\"}", introspect("a.b.c"));
    try (AcsEmulator other = AcsEmulator.start()) {
      assertEquals(new TokenStatus.Inactive(TokenStatus.Reason.BAD_SIGNATURE), other.status(token));
    }
  }

  @Test
  void tokensExpireAfterTheirLifetime() throws Exception {
    MovingClock clock = new MovingClock();
    try (AcsEmulator own =
        AcsEmulator.builder().clock(clock).tokenLifetime(Duration.ofSeconds(3)).start()) {
      String token = token(new SignedRequests(own));
      assertTrue(own.isValid(token));
      clock.now = clock.now.plusSeconds(4);
      assertEquals(new TokenStatus.Inactive(TokenStatus.Reason.EXPIRED), own.status(token));
    }
  }

  @Test
  void theControlApiOverridesTheLifetimeOfNewTokens() throws Exception {
    try (AcsEmulator own = AcsEmulator.builder().clock(new MovingClock()).start()) {
      SignedRequests requests = new SignedRequests(own);
      String path = "/emulator/token-lifetime";
      assertEquals("{\"seconds\":null}", requests.unsigned("GET", path, "", Map.of()).body());
      String before = token(requests);

      var set = requests.unsigned("PUT", path, "{\"seconds\": 60}", Map.of());
      assertEquals("{\"seconds\":60}", set.body());
      assertEquals(Duration.ofMinutes(1), lifetime(own, token(requests)));
      assertEquals(Duration.ofDays(1), lifetime(own, before));

      assertEquals(204, requests.unsigned("DELETE", path, "", Map.of()).statusCode());
      assertEquals(Duration.ofDays(1), lifetime(own, token(requests)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "60",
        "{}",
        "{\"seconds\": 0}",
        "{\"seconds\": 86401}",
        "{\"seconds\": 1.5}",
        "{\"seconds\": \"60\"}",
        "{\"seconds\": 60, \"minutes\": 1}",
      })
  void theControlApiRefusesLifetimesThatAreNone(String body) throws Exception {
    var response = http.unsigned("PUT", "/emulator/token-lifetime", body, Map.of());

    assertEquals(400, response.statusCode());
    assertEquals(Duration.ofDays(1), lifetime(emulator, token(http)));
  }

  private static Duration lifetime(AcsEmulator emulator, String token) {
    var active = (TokenStatus.Active) emulator.status(token);
    return Duration.between(active.issuedOn(), active.expiresOn());
  }

  @Test
  void listsItsIdentities() throws Exception {
    try (AcsEmulator own = AcsEmulator.start()) {
      token(new SignedRequests(own));
      String json =
          new SignedRequests(own).unsigned("GET", "/emulator/identities", "", Map.of()).body();
      assertTrue(json.startsWith("{\"count\":1,\"identities\":[{\"id\":\"8:acs:"), json);
      assertTrue(json.contains("\"tokensIssued\":1"), json);
    }
  }

  @Test
  void namesThePortThatIsTaken() {
    int port = emulator.endpoint().getPort();
    var thrown =
        assertThrows(
            UncheckedIOException.class, () -> AcsEmulator.builder().port(port).start().close());
    assertTrue(String.valueOf(thrown.getMessage()).contains("Port " + port), thrown::toString);
  }

  @Test
  void refusesToListenBeyondLoopback() {
    assertThrows(
        IllegalArgumentException.class,
        () -> AcsEmulator.builder().host("0.0.0.0").start().close());
  }

  @Test
  void writesATrustStore(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("trust.p12");
    emulator.writeTrustStore(file, "changeit");

    KeyStore store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      store.load(in, "changeit".toCharArray());
    }
    assertEquals(emulator.certificate(), store.getCertificate("acs-emulator"));
    String pem = http.unsigned("GET", "/emulator/ca.pem", "", Map.of()).body();
    assertEquals(emulator.certificatePem(), pem);
  }

  private String introspect(String token) throws Exception {
    return http.unsigned("POST", "/emulator/introspect", "token=" + token, Map.of()).body();
  }

  private String token() throws Exception {
    return token(http);
  }

  private static String token(SignedRequests http) throws Exception {
    var response =
        http.send(
            "POST",
            "/identities?api-version=2022-10-01",
            "{\"createTokenWithScopes\": [\"chat\", \"voip\"]}");
    Matcher token = Pattern.compile("\"token\":\"([^\"]+)\"").matcher(response.body());
    assertTrue(token.find(), response.body());
    return token.group(1);
  }

  private static void assertError(int status, String code, HttpResponse<String> response) {
    assertEquals(status, response.statusCode(), response.body());
    Map<?, ?> body = Json.object(response.body().getBytes(StandardCharsets.UTF_8)).orElseThrow();
    assertEquals(Set.of("error"), body.keySet());
    assertTrue(
        response.body().startsWith("{\"error\":{\"code\":\"" + code + "\""), response.body());
  }

  private static final class MovingClock extends Clock {

    private volatile Instant now = Instant.now();

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
