package dev.acstoken.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Verifies that a page on this machine controls no emulator, and gets no token from one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestsOfPagesTest {

  private static final String PAGE = "http://localhost:5173";

  private final AcsEmulator emulator = AcsEmulator.builder().host("localhost").start();
  private final ManagedIdentityEndpoint identity = ManagedIdentityEndpoint.start();
  private final EntraEmulator entra = EntraEmulator.beside(emulator);
  private final HttpClient http =
      HttpClient.newBuilder().sslContext(emulator.clientSslContext()).build();

  @AfterAll
  void close() {
    entra.close();
    identity.close();
    emulator.close();
  }

  /** A browser sends text/plain without a preflight request. */
  @Test
  void noPageAddsAFault() throws Exception {
    var post =
        HttpRequest.newBuilder(emulator.endpoint().resolve("/emulator/faults"))
            .header("Content-Type", "text/plain")
            .POST(BodyPublishers.ofString("{\"operation\":\"issueToken\",\"kind\":\"dropped\"}"));

    assertEquals(403, status(post.copy().header("Origin", PAGE)));
    assertEquals("{}", send(get("/emulator/faults")).body());
    assertEquals(201, status(post));
    emulator.faults().clear();
  }

  @Test
  void noPageReadsTheControlApiOrTheIdentityApi() throws Exception {
    for (String path : new String[] {"/emulator/identities", "/emulator/ca.pem", "/identities"}) {
      assertEquals(403, status(get(path).header("Origin", PAGE)), path);
      assertEquals(403, status(get(path).header("Sec-Fetch-Site", "same-site")), path);
      assertEquals(403, status(get(path).header("Sec-Fetch-Site", "same-origin")), path);
    }
  }

  @Test
  void aBrowserShowsTheCertificateIfTheUserEntersItsAddress() throws Exception {
    var response = send(get("/emulator/ca.pem").header("Sec-Fetch-Site", "none"));

    assertEquals(200, response.statusCode());
    assertEquals(emulator.certificatePem(), response.body());
  }

  @Test
  void noPageGetsATokenOfTheManagedIdentity() throws Exception {
    var environment = identity.environment();
    var request =
        HttpRequest.newBuilder(
                URI.create(identity.endpoint() + "?api-version=2019-08-01&resource=https://a"))
            .header("X-IDENTITY-HEADER", environment.getOrDefault("IDENTITY_HEADER", ""));

    assertEquals(403, status(request.copy().header("Origin", PAGE)));
    assertEquals(200, status(request));
  }

  @Test
  void aBrowserSignsAUserInToEntraIdButNoPageRedeemsTheCode() throws Exception {
    var signIn =
        HttpRequest.newBuilder(
            URI.create(
                entra.authority()
                    + "/oauth2/v2.0/authorize?response_type=code&redirect_uri=http://localhost"
                    + "&code_challenge_method=S256&code_challenge="
                    + "a".repeat(43)
                    + "&client_id="
                    + entra.clientId()
                    + "&login_hint="
                    + UUID.randomUUID()
                    + "&scope="
                    + entra.appId()
                    + "/.default"));
    var redeem =
        HttpRequest.newBuilder(URI.create(entra.authority() + "/oauth2/v2.0/token"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("grant_type=authorization_code"));

    assertEquals(302, status(signIn.copy().header("Sec-Fetch-Site", "same-site")));
    assertEquals(403, status(redeem.copy().header("Origin", PAGE)));
    assertEquals(400, status(redeem));
  }

  private HttpRequest.Builder get(String path) {
    return HttpRequest.newBuilder(emulator.endpoint().resolve(path));
  }

  private int status(HttpRequest.Builder request) throws IOException, InterruptedException {
    return send(request).statusCode();
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }
}
