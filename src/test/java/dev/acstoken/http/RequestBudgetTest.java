package dev.acstoken.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acstoken.auth.Authenticator;
import dev.acstoken.auth.keys.IssuerKeys;
import dev.acstoken.ratelimit.RateLimiter;
import dev.acstoken.settings.SettingsReader;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Verifies the time that a request has for its calls to dependencies. */
class RequestBudgetTest {

  @Test
  void halfASecondOfEightIsLeftToRenderTheResponse() {
    var remaining = new ArrayList<Duration>();

    var response =
        handler()
            .forGuest(
                FakeRequest.withoutBody(),
                new FakeInvocation(),
                request -> {
                  remaining.add(request.context().deadline().remaining());
                  return Response.NO_CONTENT;
                });

    assertEquals(204, response.getStatusCode());
    assertTrue(remaining.get(0).compareTo(Duration.ofMillis(7_500)) <= 0);
    assertTrue(remaining.get(0).compareTo(Duration.ofSeconds(5)) > 0);
  }

  private static RequestHandler handler() {
    var settings =
        SettingsReader.read(
            Map.of(
                "COMMUNICATION_SERVICES_CONNECTION_STRING",
                "endpoint=https://localhost;accesskey=a2V5",
                "TABLE_STORAGE_CONNECTION_STRING",
                "UseDevelopmentStorage=true",
                "AUTH_ISSUER",
                "https://issuer.invalid",
                "AUTH_AUDIENCE",
                "api"));
    var http = HttpClient.newHttpClient();
    var authenticator =
        new Authenticator(settings.issuers(), location -> new IssuerKeys(location, http));
    var limiter = new RateLimiter(settings.rateLimits());
    return new RequestHandler(() -> authenticator, () -> limiter, Optional::empty, "test");
  }
}
