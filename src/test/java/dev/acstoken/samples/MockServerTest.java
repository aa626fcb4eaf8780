package dev.acstoken.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.SignedJWT;
import dev.acstoken.contract.Contract;
import dev.acstoken.devhost.FreePort;
import dev.acstoken.devhost.NodePackages;
import dev.acstoken.interop.ForeignProgram;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Verifies that a mock server created from the contract alone accepts the samples' requests, and
 * that the ACS SDKs accept its tokens.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MockServerTest {

  private final int port = FreePort.any();
  private final URI uri = URI.create("http://127.0.0.1:" + port + "/api");
  private final ForeignProgram mock =
      ForeignProgram.start(NodePackages.of(Path.of("src", "mock")).script("mock.mjs", "" + port));

  @BeforeAll
  void awaitMock() throws InterruptedException {
    mock.awaitLine("Prism is listening");
  }

  @AfterAll
  void stopMock() {
    mock.close();
  }

  @Test
  void acceptsTheJavaSamplesRequests() throws Exception {
    try (var app = Sample.java().signIn(uri, "good", "good")) {
      assertExpiresWithinTheReachOfTimers(app.token());
      app.signOut();
    }
  }

  @Test
  void acceptsTheTypeScriptSamplesRequests() throws Exception {
    try (var app = Sample.typeScript().signIn(uri, "good", "good")) {
      assertExpiresWithinTheReachOfTimers(app.token());
      app.signOut();
    }
  }

  @Test
  void acceptsTheSamplesRefreshRequest() throws Exception {
    assertEquals(200, post("/users/me/tokens/refresh", "", "Bearer good"));
  }

  @Test
  void acceptsTheContractsExamplesAndRefusesInvalidRequests() throws Exception {
    for (String body : Contract.SERVED.operation("IssueToken").requestExamples().values()) {
      assertEquals(200, post("/users/me/tokens", body, "Bearer good"), body);
    }
    assertEquals(400, post("/users/me/tokens", "{\"scopes\": []}", "Bearer good"));
    assertEquals(401, post("/users/me/tokens", "", ""));
  }

  @Test
  void theJavaSampleReportsARefusal() {
    assertThrows(SampleApp.FailedException.class, () -> Sample.java().signIn(uri, "", "").close());
  }

  /**
   * A timer of JavaScript for more than 24 days fires at once, so the SDK would refresh without a
   * pause.
   */
  private static void assertExpiresWithinTheReachOfTimers(String token) throws ParseException {
    var rest =
        Duration.between(
            Instant.now(),
            SignedJWT.parse(token).getJWTClaimsSet().getExpirationTime().toInstant());

    assertTrue(rest.toDays() >= 13 && rest.toDays() < 24, rest::toString);
  }

  private int post(String path, String body, String authorization) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(uri + path)).POST(BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("authorization", authorization);
    }
    if (!body.isEmpty()) {
      request.header("content-type", "application/json");
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()).statusCode();
  }
}
