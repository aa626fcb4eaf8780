package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Verifies over HTTP that a page of another site can use no server of the development host, neither
 * directly nor by DNS rebinding. Azurite is not among them: it is a program of its own, which
 * requires a key.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesOfOtherSitesTest {
  private static final String FAULT =
      "{\"operation\":\"issueToken\",\"kind\":\"status\",\"status\":503}";

  private final DevelopmentHost host = DevelopmentHost.onFreePorts();

  @AfterAll
  void close() {
    host.close();
  }

  /** A server, and a request that any program of this machine may send to it. */
  private record Server(String name, SocketFactory sockets, URI address, String request) {

    int status(String... headers) throws IOException {
      return RawHttp.send(sockets, address, request, "", headers).status();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  Stream<Server> servers() {
    var plain = SocketFactory.getDefault();
    return Stream.of(
        new Server("endpoint", plain, host.baseUri(), "GET /api/health"),
        new Server("console", plain, host.console(), "GET /"),
        new Server("issuer", plain, issuer(), "GET /token?user=olivia&roles=Identity.Admin"),
        new Server("emulator", tls(), emulator(), "GET /emulator/identities"));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aProgramOnThisMachineIsServed(Server server) throws Exception {
    assertEquals(200, server.status("Host: " + server.address().getAuthority()));
    assertEquals(200, server.status("Host: 127.0.0.1:" + server.address().getPort()));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aForeignNameThatResolvesToThisMachineIsRefused(Server server) throws Exception {
    int port = server.address().getPort();

    assertEquals(421, server.status("Host: evil.example:" + port));
    assertEquals(
        421, server.status("Host: evil.example:" + port, "Origin: http://evil.example:" + port));
  }

  @ParameterizedTest
  @MethodSource("servers")
  void aPageOfAnotherSiteIsRefused(Server server) throws Exception {
    assertEquals(403, server.status("Host: localhost", "Origin: http://evil.example"));
    assertEquals(403, server.status("Host: localhost", "Origin: null"));
    assertEquals(403, server.status("Host: localhost", "Sec-Fetch-Site: cross-site"));
  }

  @Test
  void aPageOnThisMachineIsServedByAllButTheEmulator() throws Exception {
    for (Server server : servers().toList()) {
      assertEquals(
          server.name().equals("emulator") ? 403 : 200,
          server.status("Host: localhost", "Origin: http://localhost:3000"),
          server.name());
    }
  }

  @Test
  void aProgramInAnAndroidEmulatorReachesTheEndpointAndTheIssuer() throws Exception {
    for (Server server : servers().filter(it -> !it.name().equals("console")).toList()) {
      assertEquals(200, server.status("Host: 10.0.2.2:7071"), server.name());
    }
  }

  @Test
  void aFormOfAnotherSiteChangesNothing() throws Exception {
    var response =
        RawHttp.send(
            tls(),
            emulator(),
            "POST /emulator/faults",
            FAULT,
            "Host: localhost",
            "Origin: https://evil.example",
            "Content-Type: text/plain",
            "Content-Length: " + FAULT.length());

    assertEquals(403, response.status());
    assertEquals(
        "{}",
        RawHttp.send(tls(), emulator(), "GET /emulator/faults", "", "Host: localhost").body());
  }

  private SocketFactory tls() {
    return host.emulators().acs().clientSslContext().getSocketFactory();
  }

  private URI issuer() {
    return host.emulators().issuer().issuer();
  }

  private URI emulator() {
    return host.emulators().acs().endpoint();
  }
}
