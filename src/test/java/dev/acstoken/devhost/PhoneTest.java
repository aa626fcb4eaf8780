package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Verifies what phones and IPv6 clients reach of a development host that listens everywhere. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class PhoneTest {
  private final DevelopmentHost host =
      DevelopmentHost.start(
          Arguments.parse(
                  Map.of(),
                  "--host=0.0.0.0",
                  "--endpoint-port=0",
                  "--issuer-port=0",
                  "--emulator-port=0",
                  "--azurite-port=0")
              .inMemory());

  private final HttpClient http = HttpClient.newHttpClient();
  private final int endpoint = host.baseUri().getPort();
  private final int issuer = host.emulators().issuer().issuer().getPort();

  @AfterAll
  void close() {
    host.close();
  }

  @Test
  void aPhoneGetsABearerTokenAndAnAcsToken() throws Exception {
    var address = addressOnNetwork();

    assertTrue(issue(address).statusCode() < 300);
    assertEquals(403, get("http://" + address + ":" + endpoint + "/").statusCode());
    assertEquals(401, get(address, "health/details").statusCode());
  }

  @Test
  void theConsoleAndTheEmulatorStayOnThisMachine() throws Exception {
    var address = addressOnNetwork();

    assertEquals(200, get(host.console().toString()).statusCode());
    assertTrue(host.console().toString().startsWith("http://localhost:"));
    assertThrows(
        ConnectException.class,
        () -> new Socket(address, host.emulators().acs().endpoint().getPort()).close());
  }

  @Test
  void clientsThatTryIpv6AreServed() throws Exception {
    assumeTrue(
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .anyMatch(address -> address.getHostAddress().startsWith("0:0:0:0:0:0:0:1")),
        "This machine has no IPv6.");

    assertTrue(issue("[::1]").statusCode() < 300);
    assertEquals(200, get("http://[::1]:" + endpoint + "/").statusCode());
    assertEquals(200, get("[::1]", "health/details").statusCode());
  }

  private HttpResponse<String> issue(String name) throws Exception {
    var bearer = get("http://" + name + ":" + issuer + "/token?user=alice-at-" + name.length());
    var request =
        HttpRequest.newBuilder(
                URI.create("http://" + name + ":" + endpoint + "/api/users/me/tokens"))
            .header("authorization", "Bearer " + bearer.body())
            .POST(BodyPublishers.noBody())
            .build();
    HttpResponse<String> response;
    do {
      // On a busy machine the first requests can take too long.
      response = http.send(request, BodyHandlers.ofString());
    } while (response.statusCode() == 503);
    return response;
  }

  private HttpResponse<String> get(String name, String path) throws Exception {
    return get("http://" + name + ":" + endpoint + "/api/" + path);
  }

  private HttpResponse<String> get(String url) throws Exception {
    return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  private static String addressOnNetwork() throws IOException {
    var address =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(Inet4Address.class::isInstance)
            .filter(it -> !it.isLoopbackAddress() && !it.isLinkLocalAddress())
            .map(InetAddress::getHostAddress)
            .findFirst();
    assumeTrue(address.isPresent(), "This machine has no address on a network.");
    return address.get();
  }
}
