package dev.acstoken.devhost;

import com.azure.core.util.Configuration;
import dev.acstoken.emulator.server.LoopbackHost;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rule that no client in this process uses a proxy for this machine. Proxies still serve other
 * hosts. Without the rule, the Azure SDK sends requests for Azurite and the emulator to the proxy
 * of {@code -Dhttp.proxyHost}, because it has no exception for loopback by default.
 */
final class DirectLoopback {
  /** The property that the JDK and the Azure SDK read. The values are the JDK's own default. */
  private static final String PROPERTY = "http.nonProxyHosts";

  private static final List<String> PATTERNS =
      List.of("localhost", "127.*", "[::1]", "0.0.0.0", "[::0]");

  /** Addresses of no host. A client that connects to one reaches this machine. */
  private static final Set<String> UNSPECIFIED = Set.of("0.0.0.0", "[::0]", "[::]");

  private DirectLoopback() {}

  /**
   * Makes the rule apply to every client that is created from now on. A program calls it first,
   * because the Azure SDK reads some of this only once.
   */
  static void apply() {
    System.setProperty(PROPERTY, with("|", System.getProperty(PROPERTY, "")));
    // With -Djava.net.useSystemProxies=true, the Azure SDK takes the proxies from the environment,
    // for which properties of the same names stand in.
    var environment = System.getenv().getOrDefault(Configuration.PROPERTY_NO_PROXY, "");
    System.setProperty(
        Configuration.PROPERTY_NO_PROXY,
        with(",", System.getProperty(Configuration.PROPERTY_NO_PROXY, environment)));
    var others = ProxySelector.getDefault();
    if (others != null) {
      ProxySelector.setDefault(over(others));
    }
  }

  /** Returns a selector that follows the rule, and asks another one for hosts elsewhere. */
  static ProxySelector over(ProxySelector others) {
    return others instanceof Selector ? others : new Selector(others);
  }

  static String with(String separator, String hosts) {
    var loopback = String.join(separator, PATTERNS);
    if (hosts.isBlank()) {
      return loopback;
    }
    return hosts.endsWith(loopback) ? hosts : hosts + separator + loopback;
  }

  /** Chooses no proxy for loopback, and for other hosts what another selector chooses. */
  private static final class Selector extends ProxySelector {
    private final ProxySelector others;

    Selector(ProxySelector others) {
      this.others = others;
    }

    @Override
    public List<Proxy> select(@Nullable URI uri) {
      return uri != null && uri.getHost() != null && isThisMachine(uri.getHost())
          ? List.of(Proxy.NO_PROXY)
          : others.select(uri);
    }

    private static boolean isThisMachine(String host) {
      return LoopbackHost.matches(host) || UNSPECIFIED.contains(host);
    }

    @Override
    public void connectFailed(
        @Nullable URI uri, @Nullable SocketAddress address, @Nullable IOException failure) {
      others.connectFailed(uri, address, failure);
    }
  }
}
