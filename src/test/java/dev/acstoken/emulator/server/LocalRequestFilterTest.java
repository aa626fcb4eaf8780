package dev.acstoken.emulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.Headers;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies which hosts a request may name, and whose pages may send it. */
class LocalRequestFilterTest {

  private static final int SERVED = 0;

  private final LocalRequestFilter filter =
      new LocalRequestFilter(
          "Dev-Machine.local", TrustedOrigins.with(List.of("https://dev.example")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:7071",
        "LOCALHOST:1",
        "localhost.",
        "app.localhost:7071",
        "127.0.0.1",
        "127.8.9.255:7071",
        "[::1]",
        "[::1]:7071",
        "10.0.2.2:7071",
        "dev-machine.local:7071",
        "192.0.2.7:7071",
      })
  void aRequestMayNameThisMachine(String host) throws Exception {
    assertEquals(SERVED, status(headers("Host", host), "192.0.2.7"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":7071",
        "evil.example",
        "evil.example:7071",
        "localhost.evil.example",
        "evillocalhost",
        "localhost@evil.example",
        "localhost evil.example",
        "localhost/.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.256",
        "127.0.0",
        "127.0.0.1:7071:7071",
        "10.0.2.3",
        "192.0.2.8:7071",
        "machine.local",
        "[::2]",
        "[::1",
        "[evil.example]",
        "[::1].evil.example",
        "0.0.0.0:7071",
      })
  void aRequestForAnyOtherHostIsRefused(String host) throws Exception {
    assertEquals(421, status(headers("Host", host), "192.0.2.7"));
  }

  @Test
  void theAddressAtWhichARequestArrivedMayBeAnIpv6Address() throws Exception {
    assertEquals(SERVED, status(headers("Host", "[2001:db8::7]:7071"), "2001:db8::7"));
    assertEquals(421, status(headers("Host", "[2001:db8::8]:7071"), "2001:db8::7"));
  }

  @Test
  void aRequestWithoutOneHostIsRefused() throws Exception {
    var two = headers("Host", "localhost");
    two.add("Host", "evil.example");

    assertEquals(421, status(two, "127.0.0.1"));
    assertEquals(421, status(new Headers(), "127.0.0.1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost",
        "http://localhost:3000",
        "https://app.localhost:8443",
        "http://127.0.0.1:3000",
        "http://[::1]:3000",
        "https://dev.example",
      })
  void aPageOfATrustedOriginIsServed(String origin) throws Exception {
    assertEquals(SERVED, status(headers("Host", "localhost", "Origin", origin), "127.0.0.1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.example",
        "http://dev.example",
        "https://dev.example:8443",
        "https://dev.example.evil.example",
        "https://localhost.evil.example",
        "http://localhost@evil.example",
        "http://10.0.2.2:3000",
        "http://dev-machine.local:3000",
        "chrome-extension://localhost",
        "file://",
        "//localhost",
        "localhost",
        "null",
        "%",
        "",
      })
  void aPageOfAnyOtherOriginIsRefused(String origin) throws Exception {
    assertEquals(403, status(headers("Host", "localhost", "Origin", origin), "127.0.0.1"));
  }

  @Test
  void theRefusalNamesTheTrustedOrigins() {
    var foreign = headers("Host", "localhost", "Origin", "http://evil.example");
    var local = InetAddress.getLoopbackAddress();
    var withoutOthers = new LocalRequestFilter("localhost", TrustedOrigins.OF_THIS_MACHINE);

    assertEquals(
        "This server only accepts requests of pages on this machine, and of https://dev.example.",
        filter.refusal(foreign, local).orElseThrow().body());
    assertEquals(
        "This server only accepts requests of pages on this machine.",
        withoutOthers.refusal(foreign, local).orElseThrow().body());
  }

  @Test
  void aSecondOriginIsCheckedToo() throws Exception {
    var headers = headers("Host", "localhost", "Origin", "http://localhost");
    headers.add("Origin", "http://evil.example");

    assertEquals(403, status(headers, "127.0.0.1"));
  }

  @ParameterizedTest
  @CsvSource({"cross-site, 403", "same-site, 0", "same-origin, 0", "none, 0"})
  void aCrossSiteRequestWithoutAnOriginIsRefused(String site, int expected) throws Exception {
    assertEquals(expected, status(headers("Host", "localhost", "Sec-Fetch-Site", site), "::1"));
  }

  /** To a browser, pages of localhost and of 127.0.0.1 belong to different sites. */
  @Test
  void aPageOnThisMachineIsServedEvenIfTheBrowserCallsItCrossSite() throws Exception {
    var headers = headers("Host", "localhost", "Origin", "http://127.0.0.1:3000");
    headers.set("Sec-Fetch-Site", "cross-site");

    assertEquals(SERVED, status(headers, "127.0.0.1"));
  }

  private int status(Headers headers, String local) throws Exception {
    return filter
        .refusal(headers, InetAddress.getByName(local))
        .map(Response::status)
        .orElse(SERVED);
  }

  private static Headers headers(String... namesAndValues) {
    var headers = new Headers();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return headers;
  }
}
