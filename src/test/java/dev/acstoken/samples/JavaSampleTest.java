package dev.acstoken.samples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.client.AcsTokens;
import dev.acstoken.client.RefusedException;
import dev.acstoken.client.Session;
import dev.acstoken.client.UnavailableException;
import dev.acstoken.emulator.server.LocalServer;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.Test;

class JavaSampleTest extends SampleAppContract {

  private static final Session SESSION =
      new Session() {
        @Override
        public String bearerToken(boolean fresh) {
          return "good";
        }

        @Override
        public void ended(RefusedException error) {}
      };

  JavaSampleTest() {
    super(Sample.java());
  }

  @Test
  void aTokenThatTheSdkCannotReadEndsTheSignInAndLeavesNoThread() throws Exception {
    try (var server = LocalServer.http("unreadable-token", JavaSampleTest::sendUnreadableToken)) {
      var endpoint = URI.create("http://127.0.0.1:" + server.port() + "/api");
      var unavailable =
          assertThrows(
              UnavailableException.class, () -> AcsTokens.signIn(endpoint, SESSION).close());

      assertEquals(200, unavailable.lastStatus().orElseThrow());
      assertNull(unavailable.getCause());
      // The contract's timeout ends the wait if the thread stays.
      while (Thread.getAllStackTraces().keySet().stream()
          .anyMatch(it -> it.getName().equals("acs-token"))) {
        Thread.sleep(50);
      }
    }
  }

  private static void sendUnreadableToken(HttpExchange exchange) throws IOException {
    byte[] body =
        """
        {"token": "secret", "expiresOn": "2999-01-01T00:00:00Z",
         "endpoint": "https://acs.example", "user": {"communicationUserId": "8:acs:1"}}
        """
            .getBytes(UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
