package dev.acstoken.emulator;

import dev.acstoken.emulator.server.LoopbackHost;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The forms in which a client may have signed the host of a request. ACS listens on port 443 only,
 * where most of them are the same text. Read in the sources of Microsoft's SDKs:
 *
 * <ul>
 *   <li>JavaScript ({@code url.host}) and .NET ({@code Uri.Authority}) sign host and port, in lower
 *       case and without the default port.
 *   <li>Python signs what follows {@code https://} in the endpoint, with its port and in its case.
 *       The HTTP client beneath leaves the default port out of the {@code Host} header, and writes
 *       it in lower case: an endpoint in capital letters is refused, because nothing in the request
 *       shows them.
 *   <li>Java ({@code URL.getHost()}) signs the host without the port.
 * </ul>
 */
final class SignedHost {

  private SignedHost() {}

  /**
   * Returns every form of a host.
   *
   * @param header the {@code Host} header, as it was sent
   * @param port the port at which the request arrived
   */
  static Set<String> forms(String header, int port) {
    String name = LoopbackHost.withoutPort(header);
    Set<String> forms = new LinkedHashSet<>();
    for (String form : List.of(header, name, name + ":" + port)) {
      forms.add(form);
      forms.add(form.toLowerCase(Locale.ROOT));
    }
    return forms;
  }
}
