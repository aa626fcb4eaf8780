package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies what the console serves over HTTP, and to whom. {@link ConsoleBrowserTest} uses it in a
 * browser.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleTest {
  private static final String ADMIN_ROLE = "acs-admin";

  private final HttpClient client = HttpClient.newHttpClient();
  private final DevelopmentHost host =
      DevelopmentHost.onFreePorts(Map.of("AUTH_ADMIN_ROLE", ADMIN_ROLE));

  @AfterAll
  void close() {
    host.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/, text/html; charset=utf-8",
    "/console/console.css, text/css; charset=utf-8",
    "/console/console.js, text/javascript; charset=utf-8",
    "/console/icon.svg, image/svg+xml",
  })
  void servesItsFilesWithTheirTypesAndAStrictContentPolicy(String path, String type)
      throws Exception {
    var response = send(request(path));

    assertEquals(200, response.statusCode());
    assertEquals(type, header(response, "content-type"));
    assertEquals("nosniff", header(response, "x-content-type-options"));
    assertEquals("same-origin", header(response, "cross-origin-resource-policy"));
    var policy = header(response, "content-security-policy");
    assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self';"));
    assertTrue(policy.contains("frame-ancestors 'none'"), policy);
    assertFalse(policy.contains("unsafe"), policy);
  }

  @Test
  void isReadOnly() throws Exception {
    assertEquals(200, send(request("/").method("HEAD", BodyPublishers.noBody())).statusCode());
    assertEquals(405, send(request("/").POST(BodyPublishers.noBody())).statusCode());
    assertEquals(405, send(request("/console/console.js").DELETE()).statusCode());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/nothing.js",
        "/console/index.html",
        "/console/../logging.properties",
        "/console/%2e%2e/logging.properties",
        "/console/emulator/ca.pem",
        "/nothing",
        "/api/nothing",
      })
  void servesNothingElse(String path) throws Exception {
    assertEquals(404, send(request(path).header(ConsoleAccess.HEADER, "1")).statusCode());
  }

  @Test
  void doesNotChangeTheFunctionsResponses() throws Exception {
    var response = send(request("/api/health"));

    assertEquals(200, response.statusCode());
    assertEquals(
        "default-src 'none'; frame-ancestors 'none'", header(response, "content-security-policy"));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, setup",
    "GET, contract",
    "POST, bearer-token",
    "POST, teams-token",
    "DELETE, emulator/faults"
  })
  void servesDataOnlyToItsOwnPage(String method, String path) throws Exception {
    var plain = request("/console/" + path).method(method, BodyPublishers.ofString("user=alice"));
    assertEquals(403, send(plain).statusCode());

    plain.header(ConsoleAccess.HEADER, "1");
    assertEquals(2, send(plain).statusCode() / 100);

    plain.header("Origin", "https://elsewhere.example");
    assertEquals(403, send(plain).statusCode());
  }

  @Test
  void readsTheContractThatTheEndpointServes() throws Exception {
    var served = send(request("/api/openapi.yaml"));
    var read = send(request("/console/contract").header(ConsoleAccess.HEADER, "1"));

    assertEquals("application/json; charset=utf-8", header(read, "content-type"));
    assertEquals(new YAMLMapper().readTree(served.body()), new JsonMapper().readTree(read.body()));
  }

  @Test
  void refusesPreflightRequestsOfOtherOrigins() throws Exception {
    var response =
        send(
            request("/console/setup")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "https://elsewhere.example")
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", ConsoleAccess.HEADER));

    assertEquals(403, response.statusCode());
    assertEquals("", header(response, "access-control-allow-origin"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/console/setup", "/console/console.js"})
  void refusesRequestsForAForeignHostName(String path) throws Exception {
    var response = RawHttp.get(host.console(), path, "rebound.example");

    assertEquals(421, response.status());
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, localhost:7071, true",
    "127.0.0.1, 127.0.0.1:7071, true",
    "::1, [::1]:7071, true",
    "127.0.0.1, localhost, true",
    "127.0.0.1, localhost.elsewhere.example:7071, false",
    "127.0.0.1, 10.0.2.2:7071, false",
    "127.0.0.1, '', false",
    "192.0.2.1, localhost:7071, false",
  })
  void acceptsOnlyThisMachineAndItsLoopbackNames(String client, String host, boolean isAccepted)
      throws Exception {
    var headers = new Headers();
    headers.set("Host", host);
    var access = new ConsoleAccess(InetAddress.getByName(client), 7071, headers);

    assertEquals(isAccepted, access.rejection().equals(Optional.empty()));
  }

  @Test
  void namesTheRolesThatTheEndpointKnows() throws Exception {
    var setup = send(request("/console/setup").header(ConsoleAccess.HEADER, "1"));

    assertEquals(
        new JsonMapper().createArrayNode().add(ADMIN_ROLE).add("Invitation.Create"),
        new JsonMapper().readTree(setup.body()).get("roles"));
  }

  @Test
  void issuesTeamsTokensOfTheUser() throws Exception {
    var token = SignedJWT.parse(token("teams-token", "user=alice").body()).getJWTClaimsSet();
    var bearer = SignedJWT.parse(token("bearer-token", "user=alice").body()).getJWTClaimsSet();

    assertEquals(LocalIssuer.TEAMS_APP_ID, token.getStringClaim("appid"));
    assertEquals(bearer.getStringClaim("oid"), token.getStringClaim("oid"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bearer-token", "teams-token"})
  void explainsThatATokenNeedsAUser(String resource) throws Exception {
    var response = token(resource, "user=");

    assertEquals(400, response.statusCode());
    assertEquals("The parameter \"user\" is missing. Example: /token?user=alice", response.body());
  }

  @Test
  void reportsThatTheEmulatorIsUnavailable() {
    var unusedAddress = URI.create("https://localhost:" + FreePort.any());
    var response = new EmulatorProxy(unusedAddress, client).forward("GET", "emulator/faults", "");

    assertEquals(502, response.orElseThrow().status());
  }

  private HttpResponse<String> token(String resource, String form)
      throws IOException, InterruptedException {
    return send(
        request("/console/" + resource)
            .header(ConsoleAccess.HEADER, "1")
            .POST(BodyPublishers.ofString(form)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + host.console().getAuthority() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
