package dev.acstoken.local;

import java.util.Map;

/**
 * Where the parts of the development host listen.
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
   * Reads what {@code main} was given.
   *
   * @throws IllegalArgumentException for what is no option, or no port
   */
  static Arguments parse(Map<String, String> environment, String... arguments) {
    var given = new Options(environment);
    for (String argument : arguments) {
      given.add(argument);
    }
    return new Arguments(
        given.text("host", "localhost"),
        given.port("endpoint-port", 7071),
        given.port("issuer-port", 7072),
        given.port("emulator-port", 7073),
        given.port("azurite-port", 10002),
        given.isHelp());
  }
}
