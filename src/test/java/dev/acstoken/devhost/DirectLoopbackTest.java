package dev.acstoken.devhost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The {@link RestartTest} verifies the rule for all clients of the host. */
class DirectLoopbackTest {
  private static final List<Proxy> PROXIES =
      List.of(
          new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.example", 3128)));

  private final ProxySelector selector = DirectLoopback.over(new Company());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:7071/api",
        "https://LOCALHOST",
        "http://127.0.0.1:1",
        "http://127.9.9.9",
        "http://[::1]:7072/token",
        "http://app.localhost",
        "http://0.0.0.0:7071/api",
        "http://[::0]",
        "http://[::]:7071"
      })
  void noProxyServesThisMachine(String uri) {
    assertEquals(List.of(Proxy.NO_PROXY), selector.select(URI.create(uri)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://login.example/keys", "http://localhost.example", "http://10.0.0.1"})
  void proxiesServeOtherHosts(String uri) {
    assertEquals(PROXIES, selector.select(URI.create(uri)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "'' localhost|127.*|[::1]|0.0.0.0|[::0]",
        "*.corp *.corp|localhost|127.*|[::1]|0.0.0.0|[::0]",
        "*.corp|localhost|127.*|[::1]|0.0.0.0|[::0] *.corp|localhost|127.*|[::1]|0.0.0.0|[::0]"
      })
  void theHostsThatTheUserExceptsStayExcepted(String before, String after) {
    assertEquals(after, DirectLoopback.with("|", before));
  }

  @Test
  void theSelectorStaysOne() {
    assertEquals(selector, DirectLoopback.over(selector));
  }

  private static final class Company extends ProxySelector {
    @Override
    public List<Proxy> select(URI uri) {
      return PROXIES;
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      throw new AssertionError(failure);
    }
  }
}
