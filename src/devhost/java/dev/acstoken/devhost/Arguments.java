package dev.acstoken.devhost;

import dev.acstoken.emulator.server.Options;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The command-line arguments of the development host: where its parts listen.
 *
 * @param host a name or address of this machine
 * @param endpointPort the functions; 0 for a free one, as in the other ports
 * @param issuerPort the OpenID Connect issuer
 * @param emulatorPort the ACS emulator
 * @param azuritePort Azurite's table service
 * @param help whether only the help text is wanted
 */
record Arguments(
    String host,
    int endpointPort,
    int issuerPort,
    int emulatorPort,
    int azuritePort,
    boolean help) {

  /**
   * App Service and Functions set these for every deployed app, and nothing sets them on a laptop.
   */
  private static final List<String> SET_BY_AZURE = List.of("WEBSITE_INSTANCE_ID", "WEBSITE_SKU");

  private static final Set<String> OPTIONS =
      Set.of("host", "endpoint-port", "issuer-port", "emulator-port", "azurite-port");

  static final String HELP =
      """
      Options, each as --name=value or as an environment variable (the option wins):

        --host           ACSTOKEN_HOST           where the endpoint listens   localhost
        --endpoint-port  ACSTOKEN_ENDPOINT_PORT  the endpoint itself          7071
        --issuer-port    ACSTOKEN_ISSUER_PORT    the OpenID Connect issuer    7072
        --emulator-port  ACSTOKEN_EMULATOR_PORT  the ACS emulator             7073
        --azurite-port   ACSTOKEN_AZURITE_PORT   Azurite's table service      10002
        --help                                   this text
      """;

  /**
   * Parses the arguments of {@code main}.
   *
   * @throws IllegalArgumentException for an unknown option or a value that is no port; and in
   *     Azure, where anyone could have any token
   */
  static Arguments parse(Map<String, String> environment, String... arguments) {
    if (SET_BY_AZURE.stream().anyMatch(environment::containsKey)) {
      throw new IllegalArgumentException(
          "This gives anyone any token, so it does not run in Azure: one of "
              + SET_BY_AZURE
              + " is set.");
    }
    var given = Options.parse(environment, "ACSTOKEN_", OPTIONS, arguments);
    return new Arguments(
        given.text("host", "localhost"),
        given.port("endpoint-port", 7071),
        given.port("issuer-port", 7072),
        given.port("emulator-port", 7073),
        given.port("azurite-port", 10002),
        given.isHelp());
  }
}
