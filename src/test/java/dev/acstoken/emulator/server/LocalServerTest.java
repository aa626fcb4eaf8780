package dev.acstoken.emulator.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.acstoken.devhost.JavaProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalServerTest {

  private static final InetAddress IPV4 = address("127.0.0.1");
  private static final InetAddress IPV6 = address("::1");

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "[::1]", "localhost"})
  void localhostMeansBothLoopbackAddresses(String name) throws Exception {
    assumeIpv6();
    try (LocalServer server = start("localhost", 0)) {
      var request =
          HttpRequest.newBuilder(URI.create("http://%s:%d/".formatted(name, server.port())))
              .build();

      assertEquals(
          "served", HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
    }
  }

  @Test
  void anAddressOfLoopbackMeansOnlyItself() throws Exception {
    assumeIpv6();
    try (LocalServer server = start("127.0.0.1", 0)) {
      assertThrows(ConnectException.class, () -> new Socket(IPV6, server.port()).close());
    }
  }

  @Test
  void aPortThatIsTakenOnOneOfTheAddressesIsTaken() throws Exception {
    assumeIpv6();
    try (ServerSocket taken = new ServerSocket(0, 1, IPV6)) {
      var thrown =
          assertThrows(
              UncheckedIOException.class, () -> start("localhost", taken.getLocalPort()).close());

      assertEquals(
          "Port %d of localhost is already in use or not permitted".formatted(taken.getLocalPort()),
          thrown.getMessage());
      // The address that was free is free again.
      new ServerSocket(taken.getLocalPort(), 1, IPV4).close();
    }
  }

  @Test
  void closingFreesBothAddresses() throws Exception {
    int port;
    try (LocalServer server = start("localhost", 0)) {
      port = server.port();
    }
    start("localhost", port).close();
  }

  @Test
  void aServerForOtherMachinesListensOnLoopbackToo() throws Exception {
    for (InetAddress own : addressesOnNetworks()) {
      List<InetAddress> all = ListenAddresses.of(own.getHostAddress());
      assertTrue(all.contains(own) && all.contains(IPV4), all.toString());
    }
    assertEquals(List.of(InetAddress.getByName("0.0.0.0")), ListenAddresses.of("0.0.0.0"));
    try (LocalServer server = start("0.0.0.0", 0)) {
      new Socket(IPV4, server.port()).close();
    }
  }

  @Test
  void anAddressOfAnotherMachineIsRefused() {
    var thrown = assertThrows(UncheckedIOException.class, () -> start("192.0.2.77", 0).close());

    assertEquals("192.0.2.77 is not a name or address of this machine", thrown.getMessage());
  }

  @Test
  void aMachineWithoutIpv6IsServed() throws Exception {
    var java =
        new ProcessBuilder(
                JavaProgram.command(
                    List.of("-Djava.net.preferIPv4Stack=true"), LocalServerProbe.class))
            .redirectErrorStream(true)
            .start();

    assertEquals("served", new String(java.getInputStream().readAllBytes(), UTF_8).strip());
    assertEquals(0, java.waitFor());
  }

  private static List<InetAddress> addressesOnNetworks() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(Inet4Address.class::isInstance)
        .filter(address -> !address.isLoopbackAddress())
        .toList();
  }

  private static LocalServer start(String host, int port) {
    return LocalServer.http("test", host, port, LocalServerTest::serve);
  }

  static void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Response.text(200, "served").send(exchange);
    }
  }

  private static void assumeIpv6() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(IPV6, 0));
      assertTrue(socket.isBound());
    } catch (IOException e) {
      assumeTrue(false, "This machine has no IPv6.");
    }
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
