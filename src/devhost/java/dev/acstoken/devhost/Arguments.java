package dev.acstoken.devhost;

import dev.acstoken.emulator.server.Options;
import dev.acstoken.emulator.server.TrustedOrigins;
import dev.acstoken.settings.Hosting;
import java.util.Map;
import java.util.Set;

/**
 * The command-line arguments of the development host: the addresses that its parts listen on, and
 * the origins whose pages may use them.
 *
 * @param host the name or address of this machine that the endpoint listens on
 * @param endpointPort the port of the functions; as for the other ports, 0 chooses a free one
 * @param issuerPort the port of the OpenID Connect issuer
 * @param emulatorPort the port of the ACS emulator
 * @param azuritePort the port of Azurite's table service
 * @param origins the origins whose pages may use the endpoint and the issuer
 * @param help whether to print the help text and do nothing else
 */
record Arguments(
    String host,
    int endpointPort,
    int issuerPort,
    int emulatorPort,
    int azuritePort,
    TrustedOrigins origins,
    boolean help) {

  private static final Set<String> OPTIONS =
      Set.of(
          "host", "endpoint-port", "issuer-port", "emulator-port", "azurite-port", "cors-origin");

  static final String HELP =
      """
      Options, each as --name=value or as an environment variable (the option takes precedence).
      Port 0 chooses a free port.

        --host           ACSTOKEN_HOST           host name or address of the endpoint   localhost
        --endpoint-port  ACSTOKEN_ENDPOINT_PORT  port of the endpoint                   7071
        --issuer-port    ACSTOKEN_ISSUER_PORT    port of the OpenID Connect issuer      7072
        --emulator-port  ACSTOKEN_EMULATOR_PORT  port of the ACS emulator               7073
        --azurite-port   ACSTOKEN_AZURITE_PORT   port of Azurite's table service        10002
        --cors-origin    ACSTOKEN_CORS_ORIGIN    other origin whose pages may use the   none
                                                 endpoint and the issuer; repeatable
        --help                                   print this text

      The endpoint's own settings, such as AUTH_ISSUER, are taken from the environment, too, except
      the addresses of ACS and of the table.
      """;

  /** Returns the arguments with which everything listens on a free port. */
  static Arguments onFreePorts() {
    return new Arguments("localhost", 0, 0, 0, 0, TrustedOrigins.OF_THIS_MACHINE, false);
  }

  /**
   * Parses the arguments of {@code main}.
   *
   * @throws IllegalArgumentException for an unknown option, for a value that is not a port or an
   *     origin, and in Azure, where anyone could get a token for any user
   */
  static Arguments parse(Map<String, String> environment, String... arguments) {
    if (Hosting.of(environment).isAzure()) {
      throw new IllegalArgumentException(
          "The development host gives anyone a token for any user, so it does not run in Azure, where"
              + " WEBSITE_SKU or another variable of the platform is set.");
    }
    var given = Options.parse(environment, "ACSTOKEN_", OPTIONS, arguments);
    return new Arguments(
        given.text("host", "localhost"),
        given.port("endpoint-port", 7071),
        given.port("issuer-port", 7072),
        given.port("emulator-port", 7073),
        given.port("azurite-port", 10002),
        TrustedOrigins.with(given.list("cors-origin")),
        given.isHelp());
  }
}
