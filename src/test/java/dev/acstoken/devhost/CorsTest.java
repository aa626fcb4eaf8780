package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies over HTTP which pages of other origins may use the servers of the development host, and
 * that they get the headers that the Functions host sends.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorsTest {
  private static final String PAGE = "http://localhost:5173";
  private static final String NAMED = "https://dev.example";
  private static final String CORS = "access-control-";

  private final DevelopmentHost host =
      DevelopmentHost.start(
          Arguments.parse(
                  Map.of(),
                  "--endpoint-port=0",
                  "--issuer-port=0",
                  "--emulator-port=0",
                  "--azurite-port=0",
                  "--cors-origin=" + NAMED)
              .inMemory());

  private final URI endpoint = host.baseUri();
  private final URI issuer = host.emulators().issuer().issuer();

  @AfterAll
  void close() {
    host.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {PAGE, "https://127.0.0.1:8443", "http://[::1]:3000", NAMED})
  void aPreflightRequestOfAnAllowedOriginIsAllowed(String origin) throws Exception {
    var allowed =
        Map.of(
            "access-control-allow-origin", origin,
            "access-control-allow-methods", "PUT",
            "access-control-allow-headers", "authorization,if-match");

    for (URI server : new URI[] {endpoint, issuer}) {
      var response = preflight(server, "/api/users/alice/access", origin);

      assertAll(
          () -> assertEquals(204, response.status()),
          () -> assertEquals("", response.body()),
          () -> assertEquals("Origin", headers(response, "").get("vary")),
          () -> assertEquals(allowed, headers(response, "access-control-allow-")),
          () -> assertEquals(Map.of(), headers(response, "access-control-max-age")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/nothing", "/api/health", "/nothing", "/api/users/%2F/x"})
  void thePathOfAPreflightRequestDoesNotMatter(String path) throws Exception {
    assertEquals(204, preflight(endpoint, path, PAGE).status());
  }

  @Test
  void aPreflightRequestNeedNotAnnounceHeaders() throws Exception {
    var response =
        send(
            endpoint,
            "OPTIONS /api/health",
            "Origin: " + PAGE,
            "Access-Control-Request-Method: GET");

    assertEquals(204, response.status());
    assertEquals(
        Map.of("access-control-allow-origin", PAGE, "access-control-allow-methods", "GET"),
        headers(response, "access-control-allow-"));
  }

  // CorsService.EvaluatePolicy of dotnet/aspnetcore
  @Test
  void anyOtherOptionsRequestIsForTheFunctions() throws Exception {
    var withoutMethod = send(endpoint, "OPTIONS /api/health", "Origin: " + PAGE);
    var withoutOrigin = send(endpoint, "OPTIONS /api/health", "Access-Control-Request-Method: GET");

    assertEquals(404, withoutMethod.status());
    assertEquals(
        Map.of("access-control-allow-origin", PAGE),
        headers(withoutMethod, "access-control-allow"));
    assertEquals(404, withoutOrigin.status());
    assertEquals(Map.of(), headers(withoutOrigin, "access-control-allow"));
  }

  @ParameterizedTest
  @CsvSource({
    "GET /api/health, 200",
    "GET /api/openapi.yaml, 200",
    "GET /api/users/me/identity, 401",
    "POST /api/guests, 400",
    "GET /api/invitations/x, 401",
    "PUT /api/users/a%25b/access, 400",
    "GET /api/nothing, 404",
    "PATCH /api/health, 404",
    "POST /api/users/me/tokens, 500",
    "GET /api/health/details, 401",
  })
  void aPageReadsEveryResponseOfTheHostAndTheHeadersThatAClientNeeds(String request, int status)
      throws Exception {
    var bearer = host.emulators().issuer().token("alice");
    var response =
        send(
            endpoint,
            request,
            "Origin: " + PAGE,
            request.contains("a%25b") ? "Authorization: Bearer " + bearer : "X-None: x",
            status == 500 ? "Content-Length: 999999999" : "Content-Length: 0");

    assertEquals(status, response.status());
    assertEquals(
        Map.of(
            "access-control-allow-origin",
            PAGE,
            "access-control-expose-headers",
            "ETag, Retry-After, WWW-Authenticate, x-request-id"),
        headers(response, CORS));
    assertEquals("Origin", headers(response, "").get("vary"));
  }

  @ParameterizedTest
  @CsvSource({
    "GET /token?user=alice, 200",
    "GET /.well-known/openid-configuration, 200",
    "GET /jwks, 200",
    "GET /teams-token?user=alice, 200",
    "POST /token?user=alice, 200",
    "GET /token, 400",
    "GET /nothing, 404",
    "PUT /token, 405",
  })
  void aPageReadsEveryResponseOfTheIssuer(String request, int status) throws Exception {
    for (String origin : new String[] {PAGE, NAMED}) {
      var response = send(issuer, request, "Origin: " + origin);

      assertEquals(status, response.status());
      assertEquals(Map.of("access-control-allow-origin", origin), headers(response, CORS));
    }
  }

  // Kestrel sends these before the host's pipeline runs.
  @Test
  void noPageReadsAResponseOfTheWebServer() throws Exception {
    var response = send(endpoint, "GET /api/health?q=" + "x".repeat(9000), "Origin: " + PAGE);

    assertEquals(414, response.status());
    assertEquals(Map.of(), headers(response, CORS));
  }

  @Test
  void aProgramGetsNoPermission() throws Exception {
    assertEquals(Map.of(), headers(send(endpoint, "GET /api/health"), "access-control-allow"));
    assertEquals(Map.of(), headers(send(issuer, "GET /token?user=alice"), CORS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://evil.example", "http://dev.example", "https://dev.example:8443", "null"})
  void aPageOfAnyOtherOriginIsRefused(String origin) throws Exception {
    for (URI server : new URI[] {endpoint, issuer}) {
      var preflight = preflight(server, "/api/users/me/tokens", origin);
      var simple = send(server, "GET /token?user=alice", "Origin: " + origin);

      assertEquals(403, preflight.status());
      assertEquals(Map.of(), headers(preflight, CORS));
      assertEquals(403, simple.status());
      assertEquals(Map.of(), headers(simple, CORS));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {PAGE, NAMED})
  void theConsoleIsForItsOwnPageOnly(String origin) throws Exception {
    for (String path : new String[] {"/", "/console/setup", "/console/emulator/faults"}) {
      var preflight = preflight(endpoint, path, origin);
      var simple = send(endpoint, "GET " + path, "Origin: " + origin, "X-Console: 1");

      assertNotEquals(204, preflight.status());
      assertEquals(Map.of(), headers(preflight, CORS));
      assertEquals(path.equals("/") ? 200 : 403, simple.status());
      assertEquals(Map.of(), headers(simple, CORS));
    }
  }

  @Test
  void theEmulatorIsForProgramsOnly() throws Exception {
    var emulator = host.emulators().acs().endpoint();
    var tls = host.emulators().acs().clientSslContext().getSocketFactory();
    var ofThisMachine =
        RawHttp.send(
            tls, emulator, "GET /emulator/identities", "", "Host: localhost", "Origin: " + PAGE);
    var ofTheNamedOrigin =
        RawHttp.send(
            tls, emulator, "GET /emulator/identities", "", "Host: localhost", "Origin: " + NAMED);

    assertEquals(403, ofThisMachine.status());
    assertEquals(403, ofTheNamedOrigin.status());
  }

  private static RawHttp.Response preflight(URI server, String path, String origin)
      throws IOException {
    return send(
        server,
        "OPTIONS " + path,
        "Origin: " + origin,
        "Access-Control-Request-Method: PUT",
        "Access-Control-Request-Headers: authorization,if-match");
  }

  private static RawHttp.Response send(URI server, String request, String... headers)
      throws IOException {
    return RawHttp.send(
        SocketFactory.getDefault(),
        server,
        request,
        "",
        Stream.concat(Stream.of("Host: localhost"), Stream.of(headers)).toArray(String[]::new));
  }

  /** Returns the headers whose names, which are in lower case, begin with a prefix. */
  private static Map<String, String> headers(RawHttp.Response response, String prefix) {
    return response
        .head()
        .lines()
        .skip(1)
        .map(line -> line.split(": ", 2))
        .filter(header -> header[0].toLowerCase(Locale.ROOT).startsWith(prefix))
        .collect(
            Collectors.toMap(
                header -> header[0].toLowerCase(Locale.ROOT),
                header -> header[1],
                (one, other) -> one + "|" + other,
                TreeMap::new));
  }
}
