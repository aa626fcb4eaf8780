package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that a body above the limit of the Functions host never reaches the endpoint. The
 * requests announce their bodies and send none, so they get a response only from a host that does
 * not read the body.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BodyLimitTest {
  private static final int LIMIT = DevelopmentHost.REQUEST_BODY_LIMIT;

  private final DevelopmentHost host = DevelopmentHost.onFreePorts();

  @AfterAll
  void close() {
    host.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /api/users/me/tokens",
        "PUT /api/users/me/identity",
        "DELETE /api/users/me/tokens",
        "GET /api/users/me/identity",
        "GET /api/health",
        "GET /api/openapi.yaml",
      })
  void theHostRespondsWithAnEmpty500(String request) throws Exception {
    for (String length : new String[] {"" + (LIMIT + 1), "104857600", "999999999999999999"}) {
      var response = send(request, "Content-Length: " + length);

      assertEquals(500, response.status());
      assertEquals("", response.body());
      assertFalse(response.has("content-type"), response.head());
      assertFalse(response.has("x-request-id"), response.head());
      assertFalse(response.has("cache-control"), response.head());
    }
  }

  @Test
  void anUnknownRouteIsA404() throws Exception {
    assertEquals(404, send("POST /api/nothing", "Content-Length: 104857600").status());
  }

  @Test
  void aBodyBetweenTheLimitsOfEndpointAndHostGetsAProblem() throws Exception {
    var bearer = host.emulators().issuer().token("alice");
    var response =
        RawHttp.send(
            SocketFactory.getDefault(),
            host.baseUri(),
            "POST /api/users/me/tokens",
            " ".repeat(LIMIT),
            "Host: localhost",
            "Authorization: Bearer " + bearer,
            "Content-Type: application/json",
            "Content-Length: " + LIMIT);

    assertEquals(413, response.status());
    assertTrue(response.body().contains("payload_too_large"), response.body());
  }

  private RawHttp.Response send(String request, String contentLength) throws Exception {
    URI server = host.baseUri();
    return RawHttp.send(
        SocketFactory.getDefault(), server, request, "", "Host: localhost", contentLength);
  }
}
