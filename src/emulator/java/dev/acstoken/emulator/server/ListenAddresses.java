package dev.acstoken.emulator.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The addresses that a server listens on. {@code localhost} means both loopback addresses, because
 * clients differ in which one they try. A server for other machines listens on loopback, too, so
 * that the programs of this machine always reach it as {@code localhost}.
 */
final class ListenAddresses {

  private static final InetAddress IPV4 = literal("127.0.0.1");
  private static final InetAddress IPV6 = literal("::1");
  private static final boolean HAS_IPV6 = canListen(IPV6);

  private ListenAddresses() {}

  /**
   * Returns the addresses for a host.
   *
   * @param host a name or an address of this machine
   * @throws UnknownHostException for a name that does not resolve, or resolves to another machine
   */
  static List<InetAddress> of(String host) throws UnknownHostException {
    InetAddress address = InetAddress.getByName(host);
    if (address.isAnyLocalAddress() || isLiteralLoopback(host, address)) {
      return List.of(address);
    }
    if (!isOwn(address)) {
      throw new UnknownHostException(host);
    }
    Set<InetAddress> all = new LinkedHashSet<>(List.of(IPV4));
    if (HAS_IPV6) {
      all.add(IPV6);
    }
    all.add(address);
    return new ArrayList<>(all);
  }

  private static boolean isLiteralLoopback(String host, InetAddress address) {
    return address.isLoopbackAddress() && (host.contains(":") || host.matches("[0-9.]+"));
  }

  private static boolean isOwn(InetAddress address) throws UnknownHostException {
    try {
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException e) {
      throw new UnknownHostException(e.toString());
    }
  }

  private static boolean canListen(InetAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(address, 0));
      return true;
    } catch (IOException | IllegalArgumentException e) {
      // An IllegalArgumentException with -Djava.net.preferIPv4Stack=true.
      return false;
    }
  }

  private static InetAddress literal(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
