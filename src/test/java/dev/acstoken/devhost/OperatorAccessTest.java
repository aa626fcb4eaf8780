package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.net.InetAddress;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies who may call a function for operators, which needs no key in this host. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorAccessTest {

  private final FunctionsHost host =
      FunctionsHost.of("dev.acstoken.devhost.sample", FunctionsHostTest::newObject).start();

  @AfterAll
  void close() {
    host.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1:7071", "[::1]:7071"})
  void aProgramOnThisMachineMay(String name) throws Exception {
    assertEquals(200, status("ForOperators", "Host: " + name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Forwarded-For: 203.0.113.7", "forwarded: for=203.0.113.7"})
  void aCallerBehindAProxyOrATunnelMayNot(String header) throws Exception {
    assertEquals(401, status("ForOperators", "Host: localhost", header));
    assertEquals(200, status("Echo", "Host: localhost", header));
  }

  @Test
  void aPageOfAnotherOriginMayNot() throws Exception {
    var page = "Origin: http://localhost:5173";

    assertEquals(401, status("ForOperators", "Host: localhost", page));
    assertEquals(200, status("Echo", "Host: localhost", page));
  }

  // A page that does not ask to read the response, for example an image, sends no Origin.
  @ParameterizedTest
  @CsvSource({"same-site, 401", "cross-site, 403", "same-origin, 200", "none, 200"})
  void onlyTheConsoleAndTheAddressBarMayInABrowser(String site, int status) throws Exception {
    assertEquals(status, status("ForOperators", "Host: localhost", "Sec-Fetch-Site: " + site));
  }

  @Test
  void aNameOfAnotherSiteMayNot() throws Exception {
    assertEquals(421, status("ForOperators", "Host: evil.example"));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.3.2.1, true",
    "::1, true",
    "192.168.1.2, false",
    "10.0.2.2, false",
    "fe80::1, false"
  })
  void onlyLoopbackAddressesAreThisMachine(String address, boolean isAllowed) throws Exception {
    var access = new OperatorAccess(InetAddress.getByName(address), new Headers());

    assertEquals(isAllowed, access.isAllowed());
  }

  private int status(String function, String... headers) throws IOException {
    return RawHttp.send(
            SocketFactory.getDefault(), host.baseUri(), "GET /api/" + function, "", headers)
        .status();
  }
}
