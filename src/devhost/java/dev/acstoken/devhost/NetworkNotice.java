package dev.acstoken.devhost;

import dev.acstoken.emulator.server.LocalServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the development host prints if other machines reach it: the addresses for a phone, and that
 * they can get a token for any user.
 *
 * @param host the name or address that the servers listen on
 * @param servers the URLs of the servers for programs on this machine
 */
record NetworkNotice(String host, List<Server> servers) {
  NetworkNotice {
    servers = List.copyOf(servers);
  }

  /**
   * A server that other machines can reach.
   *
   * @param name what it is, in one word
   */
  record Server(String name, URI url) {}

  /** Returns the text; empty if only this machine reaches the host. */
  Optional<String> text() {
    return LocalServer.isLoopback(host) ? Optional.empty() : Optional.of(text(names()));
  }

  private String text(List<String> names) {
    var lines =
        names.stream()
            .map(
                name ->
                    servers.stream()
                        .map(
                            server ->
                                "  %-10s %s\n"
                                    .formatted(server.name(), onNetwork(server.url(), name)))
                        .collect(Collectors.joining()))
            .collect(Collectors.joining("\n"));
    return """
        Other machines in the network, such as a phone, reach it at:

        %s
        Everyone in the network can get a token for any user. The console and the
        demo page are for this machine only.
        """
        .formatted(names.isEmpty() ? "  no address, because this machine has no network\n" : lines);
  }

  private static String onNetwork(URI local, String name) {
    return "http://%s:%d%s".formatted(name, local.getPort(), local.getRawPath());
  }

  private List<String> names() {
    try {
      var address = InetAddress.getByName(host);
      return address.isAnyLocalAddress() ? addresses() : List.of(LoopbackName.inUrl(host));
    } catch (UnknownHostException e) {
      return List.of(host);
    }
  }

  // Phones get IPv4 addresses in every usual network, and addresses of IPv6 are hard to type.
  private static List<String> addresses() {
    var routed = routedAddress();
    try {
      return NetworkInterface.networkInterfaces()
          .filter(NetworkNotice::isUp)
          .flatMap(NetworkInterface::inetAddresses)
          .filter(Inet4Address.class::isInstance)
          .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
          .map(InetAddress::getHostAddress)
          .sorted(
              Comparator.comparing((String name) -> !name.equals(routed))
                  .thenComparing(name -> name))
          .toList();
    } catch (SocketException e) {
      return List.of();
    }
  }

  /**
   * Returns the address with which this machine reaches others, which is the likeliest to be
   * reached by a phone. The others can be those of containers. Connecting a datagram socket sends
   * nothing.
   */
  private static String routedAddress() {
    try (var socket = new DatagramSocket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 9));
      return socket.getLocalAddress().getHostAddress();
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
  }

  private static boolean isUp(NetworkInterface network) {
    try {
      return network.isUp();
    } catch (SocketException e) {
      return false;
    }
  }
}
