package dev.acstoken.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.SignedJWT;
import dev.acstoken.emulator.server.Json;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies the parts of ACS's responses that the table in the emulator's README describes, byte by
 * byte where a recording exists.
 */
class FidelityTest {

  private static final String STABLE = "2023-10-01";
  private static final String CUSTOM_IDS = "2025-03-02-preview";
  private static final String TOKEN_ALONE = "2021-10-31-preview";

  private static final AcsEmulator emulator = AcsEmulator.builder().host("localhost").start();
  private static final EntraEmulator entra = EntraEmulator.beside(emulator);

  private final SignedRequests http = new SignedRequests(emulator);

  @AfterAll
  static void stop() {
    entra.close();
    emulator.close();
  }

  @Test
  void anErrorIsSentInChunksAndASuccessWithItsLength() throws Exception {
    var error = issue(STABLE, create(), "{\"scopes\":[]}");
    assertEquals("chunked", header(error, "transfer-encoding"));
    assertEquals("", header(error, "content-length"));
    assertEquals("application/json", header(error, "content-type"));

    var success = post(STABLE, "/identities", "{}");
    assertEquals("", header(success, "transfer-encoding"));
    assertEquals(Integer.toString(success.body().length()), header(success, "content-length"));
    assertEquals("application/json; charset=utf-8", header(success, "content-type"));
  }

  @Test
  void everyResponseOfAcsHasItsHeadersAndThoseOfItsFrontDoor() throws Exception {
    for (var response :
        new HttpResponse<?>[] {
          post(STABLE, "/identities", "{}"),
          issue(STABLE, create(), "{\"scopes\":[]}"),
          http.unsigned("POST", "/identities", "", Map.of("x-ms-client-request-id", "a-client-id")),
          http.unsigned("GET", "/unknown", "", Map.of())
        }) {
      assertTrue(header(response, "ms-cv").matches("[A-Za-z0-9+/]{22}\\.0"), response::toString);
      assertTrue(header(response, "x-azure-ref").matches("0[A-Za-z0-9+/]{32}"));
      assertEquals("CONFIG_NOCACHE", header(response, "x-cache"));
      assertEquals("appId=", header(response, "request-context"));
      assertTrue(header(response, "x-processing-time").matches("\\d+ms"));
      assertEquals("", header(response, "strict-transport-security"));
    }
    assertEquals(
        "a-client-id",
        header(
            http.unsigned(
                "POST", "/identities", "", Map.of("x-ms-client-request-id", "a-client-id")),
            "x-ms-client-request-id"));
  }

  @Test
  void supportedVersionsAreThoseOfTheOperation() throws Exception {
    String all =
        "2021-03-07, 2021-10-31-preview, 2021-11-01, 2022-06-01, 2022-10-01, 2023-10-01,"
            + " 2025-03-02-preview, 2025-06-30";
    String exchange =
        "2021-10-31-preview, 2022-06-01, 2022-10-01, 2023-10-01, 2025-03-02-preview, 2025-06-30";

    assertEquals(all, versions(post(STABLE, "/identities", "{}")));
    assertEquals(all, versions(issue(STABLE, create(), "{\"scopes\":[\"chat\"]}")));
    assertEquals(all, versions(issue(STABLE, create(), "{\"scopes\":[]}")));
    assertEquals(exchange, versions(exchange(STABLE, UUID.randomUUID().toString())));
  }

  @ParameterizedTest
  @CsvSource({
    // what the request has in place of a valid value, and the response
    "token, '', 401, InvalidAccessToken, Provided access token is not valid., none",
    "token, invalid, 401, InvalidAccessToken, Provided access token is not valid., none",
    "appId, '', 400, ValidationError, AppId: The AppId field is required., AppId",
    "userId, '', 400, ValidationError, UserId: The UserId field is required., UserId",
  })
  void errorsBeforeTheExchangeDoNotNameVersions(
      String field, String value, int status, String code, String message, String target)
      throws Exception {
    var response = exchange(STABLE, UUID.randomUUID().toString(), field, value);

    assertEquals(status, response.statusCode());
    assertEquals(
        "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"%s}}"
            .formatted(
                code, message, target.equals("none") ? "" : ",\"target\":\"" + target + "\""),
        response.body());
    assertEquals("", versions(response));
  }

  @ParameterizedTest
  @CsvSource({
    "appId, invalid, Provided AppId has invalid format.",
    "userId, invalid, Provided UserId has invalid format.",
    "appId, 11111111-1111-1111-1111-111111111111, AAD application is not the expected one.",
    "userId, 11111111-1111-1111-1111-111111111111, Provided AAD token issued for unexpected user.",
  })
  void errorsOfTheExchangeNameVersions(String field, String value, String message)
      throws Exception {
    var response = exchange(STABLE, UUID.randomUUID().toString(), field, value);

    assertEquals(400, response.statusCode());
    assertEquals(
        "{\"error\":{\"code\":\"ValidationError\",\"message\":\"%s\",\"target\":\"%s\"}}"
            .formatted(message, field),
        response.body());
    assertTrue(versions(response).startsWith("2021-10-31-preview"), versions(response));
  }

  @Test
  void anUnsupportedVersionIsReportedWithTheUrlButNotItsQuery() throws Exception {
    assertEquals(
        "{\"error\":{\"code\":\"UnsupportedApiVersion\",\"message\":\"The HTTP resource that"
            + " matches"
            + " the request URI '%s/identities' does not support the API version '2023-08-01'.\"}}"
                .formatted(emulator.endpoint()),
        post("2023-08-01", "/identities", "{}").body());
  }

  @Test
  void scopesThatAreMissingOrEmptyHaveDifferentErrors() throws Exception {
    String id = create();

    assertEquals(
        "{\"error\":{\"code\":\"ValidationError\",\"message\":\"Invalid scopes - Scopes field is"
            + " required.\",\"target\":\"scopes\"}}",
        issue(STABLE, id, "{\"scopes\":[]}").body());
    assertEquals(
        "{\"error\":{\"code\":\"ValidationError\",\"message\":\"Scopes: The Scopes field is"
            + " required.\",\"target\":\"Scopes\"}}",
        issue(STABLE, id, "{}").body());
  }

  @Test
  void theFirstPreviewExchangesATokenAlone() throws Exception {
    String user = UUID.randomUUID().toString();
    String body = Json.text(Map.of("token", entra.teamsToken(user)));

    var response = post(TOKEN_ALONE, "/teamsUser/:exchangeAccessToken", body);

    assertEquals(200, response.statusCode(), response.body());
    var status = (TokenStatus.Active) emulator.status(String.valueOf(json(response).get("token")));
    assertEquals("8:orgid:" + user, status.identity());
    assertEquals(400, post(STABLE, "/teamsUser/:exchangeAccessToken", body).statusCode());
  }

  @Test
  void oneCustomIdHasOneIdentity() throws Exception {
    var first = post(CUSTOM_IDS, "/identities", "{\"customId\":\"bob@contoso.com\"}");
    var second = post(CUSTOM_IDS, "/identities", "{\"customId\":\"bob@contoso.com\"}");
    var other = post(CUSTOM_IDS, "/identities", "{\"customId\":\"eve@contoso.com\"}");

    assertEquals(201, second.statusCode());
    assertEquals(first.body(), second.body());
    assertEquals(
        "{\"identity\":{\"customId\":\"bob@contoso.com\",\"id\":\"%s\"}}".formatted(idOf(first)),
        first.body());
    assertTrue(!idOf(first).equals(idOf(other)), other.body());
  }

  @Test
  void anIdentityIsReadWithTheTimeOfItsLastToken() throws Exception {
    var created =
        post(
            CUSTOM_IDS,
            "/identities",
            "{\"customId\":\"alice@contoso.com\",\"createTokenWithScopes\":[\"voip\"],"
                + "\"expiresInMinutes\":120}");
    assertEquals(201, created.statusCode());

    var read = get(CUSTOM_IDS, idOf(created));

    assertEquals(200, read.statusCode());
    assertTrue(
        read.body()
            .matches(
                "\\{\"customId\":\"alice@contoso.com\","
                    + "\"lastTokenIssuedAt\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+00:00\","
                    + "\"id\":\"8:acs:[^\"]+\"}"),
        read.body());
    assertTrue(created.body().contains("{\"identity\":" + read.body()), created.body());
  }

  @Test
  void anIdentityWithoutACustomIdHasItsIdAlone() throws Exception {
    String id = create();

    assertEquals("{\"id\":\"%s\"}".formatted(id), get(CUSTOM_IDS, id).body());
  }

  @Test
  void aDeletedIdentityFreesItsCustomId() throws Exception {
    String body = "{\"customId\":\"mallory@contoso.com\"}";
    String id = idOf(post(CUSTOM_IDS, "/identities", body));
    http.send("DELETE", path(id) + "?api-version=" + CUSTOM_IDS, "");

    assertEquals(404, get(CUSTOM_IDS, id).statusCode());
    assertTrue(!id.equals(idOf(post(CUSTOM_IDS, "/identities", body))), id);
  }

  @Test
  void stableVersionsKnowNoCustomIds() throws Exception {
    String body = "{\"customId\":\"trent@contoso.com\"}";

    String first = idOf(post(STABLE, "/identities", body));

    assertTrue(!first.equals(idOf(post(STABLE, "/identities", body))), first);
    var read = get(STABLE, first);
    assertEquals(400, read.statusCode());
    assertTrue(read.body().contains("\"UnsupportedApiVersion\""), read.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "1", "[\"bob\"]", "{}"})
  void aCustomIdIsAText(String value) throws Exception {
    var response = post(CUSTOM_IDS, "/identities", "{\"customId\":%s}".formatted(value));

    assertEquals(400, response.statusCode());
    assertTrue(response.body().contains("\"target\":\"CustomId\""), response.body());
  }

  @Test
  void aTokensHeaderHasTheFieldsOfAcs() throws Exception {
    String token =
        String.valueOf(json(issue(STABLE, create(), "{\"scopes\":[\"chat\"]}")).get("token"));

    var header = SignedJWT.parse(token).getHeader().toJSONObject();

    assertEquals(Set.of("alg", "kid", "x5t", "typ"), header.keySet());
    assertEquals("RS256", header.get("alg"));
    assertTrue(String.valueOf(header.get("x5t")).matches("[\\w-]{27}"), header::toString);
  }

  private HttpResponse<String> exchange(String version, String user, String... changed)
      throws Exception {
    var body =
        new HashMap<String, Object>(
            Map.of("token", entra.teamsToken(user), "appId", entra.appId(), "userId", user));
    if (changed.length == 2) {
      body.put(changed[0], changed[1]);
    }
    return post(version, "/teamsUser/:exchangeAccessToken", Json.text(body));
  }

  private String create() throws Exception {
    return idOf(post(STABLE, "/identities", "{}"));
  }

  private HttpResponse<String> issue(String version, String id, String body) throws Exception {
    return post(version, path(id) + "/:issueAccessToken", body);
  }

  private HttpResponse<String> post(String version, String path, String body) throws Exception {
    return http.send("POST", path + "?api-version=" + version, body);
  }

  private HttpResponse<String> get(String version, String id) throws Exception {
    return http.send("GET", path(id) + "?api-version=" + version, "");
  }

  private static String path(String id) {
    return "/identities/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
  }

  private static String idOf(HttpResponse<String> created) {
    return json(created).get("identity") instanceof Map<?, ?> identity
        ? String.valueOf(identity.get("id"))
        : created.body();
  }

  private static Map<?, ?> json(HttpResponse<String> response) {
    return Json.object(response.body().getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  private static String versions(HttpResponse<?> response) {
    return header(response, "api-supported-versions");
  }

  private static String header(HttpResponse<?> response, String name) {
    Optional<String> value = response.headers().firstValue(name);
    return value.orElse("");
  }
}
