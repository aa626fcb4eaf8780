package dev.acstoken.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies which requests are authenticated, and the errors for the others. */
class AuthenticationTest {

  private static final String CREATE = "/identities?api-version=2022-10-01";

  private static final AcsEmulator emulator = AcsEmulator.start();
  private static final ManagedIdentityEndpoint entra = ManagedIdentityEndpoint.start();

  private final SignedRequests http = new SignedRequests(emulator);

  static {
    emulator.trust(entra.publicKey());
  }

  @AfterAll
  static void stop() {
    emulator.close();
    entra.close();
  }

  @Test
  void acceptsAValidSignature() throws Exception {
    assertEquals(201, http.send("POST", CREATE, "{}").statusCode());
  }

  @ParameterizedTest
  @CsvSource({
    "x-ms-content-sha256, 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=, hash",
    "x-ms-date, 'Mon, 02 Nov 2020 10:00:00 GMT', 5 minutes",
    "x-ms-date, yesterday, RFC 1123",
    "Authorization, HMAC-SHA256 nonsense, form",
    "Authorization, HMAC-SHA256 SignedHeaders=host&Signature=AAAA, SignedHeaders",
    "Authorization, HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=AAAA,"
        + " signature",
    "Authorization, Basic YTpi, form",
  })
  void refusesTamperedRequests(String header, String value, String reason) throws Exception {
    var response = http.send("POST", CREATE, "{}", Instant.now(), Map.of(header, value));
    assertDenied(response, reason);
  }

  @ParameterizedTest
  @ValueSource(longs = {-6, 6})
  void refusesStaleDates(long minutes) throws Exception {
    Instant when = Instant.now().plus(Duration.ofMinutes(minutes));
    assertDenied(http.send("POST", CREATE, "", when, Map.of()), "5 minutes");
  }

  @ParameterizedTest
  @ValueSource(longs = {-4, 4})
  void toleratesClockSkew(long minutes) throws Exception {
    Instant when = Instant.now().plus(Duration.ofMinutes(minutes));
    assertEquals(201, http.send("POST", CREATE, "", when, Map.of()).statusCode());
  }

  @Test
  void refusesUnsignedRequests() throws Exception {
    assertDenied(http.unsigned("POST", CREATE, "", Map.of()), "Authorization header is missing");
    assertTrue(emulator.counters().of(Operation.CREATE_IDENTITY).status(401) > 0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://communication.azure.com",
        "https://communication.azure.com/",
        "https://communication.azure.com//"
      })
  void acceptsBearerTokensForItsAudience(String audience) throws Exception {
    String token = entra.mint(audience, Instant.now().plusSeconds(60));
    assertEquals(201, bearer(token).statusCode());
  }

  @Test
  void refusesInvalidBearerTokens() throws Exception {
    String audience = "https://communication.azure.com";
    Instant later = Instant.now().plusSeconds(60);
    assertDenied(bearer(entra.mint("https://management.azure.com", later)), "audience");
    assertDenied(bearer(entra.mint(audience, Instant.now().minusSeconds(1))), "expired");
    assertDenied(bearer("abc"), "not signed with a trusted key");
    assertDenied(bearer(entra.mint(audience, Instant.now().plusSeconds(90_000))), "not valid yet");
    try (ManagedIdentityEndpoint stranger = ManagedIdentityEndpoint.start()) {
      assertDenied(bearer(stranger.mint(audience, later)), "not signed with a trusted key");
    }
  }

  private HttpResponse<String> bearer(String token) throws Exception {
    return http.unsigned("POST", CREATE, "", Map.of("Authorization", "Bearer " + token));
  }

  private static void assertDenied(HttpResponse<String> response, String reason) {
    assertEquals(401, response.statusCode());
    String start =
        "{\"error\":{\"code\":\"Denied\",\"message\":\"Denied by the resource provider.\"";
    assertTrue(response.body().startsWith(start), response.body());
    assertTrue(response.body().contains(reason), response.body());
  }
}
