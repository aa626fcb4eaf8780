package dev.acstoken.devhost;

import dev.acstoken.emulator.server.CommandLineOptions;
import dev.acstoken.emulator.server.PortOption;
import dev.acstoken.emulator.server.TrustedOrigins;
import dev.acstoken.settings.Hosting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command-line arguments of the development host: the addresses that its parts listen on, the
 * origins whose pages may use them, and the folder that keeps their state.
 *
 * @param host the name or address of this machine that the endpoint and the issuer listen on
 * @param endpointPort the port of the functions; as for the other ports, 0 chooses a free one
 * @param issuerPort the port of the OpenID Connect issuer
 * @param emulatorPort the port of the ACS emulator
 * @param azuritePort the port of Azurite's table service
 * @param origins the origins whose pages may use the endpoint and the issuer
 * @param state the folder that keeps the state between starts; empty to keep it in memory
 * @param fresh whether to discard the state of earlier starts
 * @param verbose whether to print everything that is logged
 * @param help whether to print the help text and do nothing else
 */
record Arguments(
    String host,
    int endpointPort,
    int issuerPort,
    int emulatorPort,
    int azuritePort,
    TrustedOrigins origins,
    Optional<Path> state,
    boolean fresh,
    boolean verbose,
    boolean help) {

  private static final String VARIABLE_PREFIX = "ACSTOKEN_";

  static final String HELP = new CommandLineOptions(new Options(), VARIABLE_PREFIX).help();

  /** Returns the arguments with which everything listens on a free port and nothing is stored. */
  static Arguments onFreePorts() {
    return new Arguments(
        "localhost",
        0,
        0,
        0,
        0,
        TrustedOrigins.OF_THIS_MACHINE,
        Optional.empty(),
        false,
        false,
        false);
  }

  /** Returns the environment variable of an option such as {@code --issuer-port}. */
  static String variable(String option) {
    return CommandLineOptions.variable(VARIABLE_PREFIX, option);
  }

  /** Returns the same arguments, but with the state in memory. */
  Arguments inMemory() {
    return new Arguments(
        host,
        endpointPort,
        issuerPort,
        emulatorPort,
        azuritePort,
        origins,
        Optional.empty(),
        false,
        verbose,
        help);
  }

  /**
   * Parses the arguments of {@code main}.
   *
   * @throws IllegalArgumentException for an option or a variable that does not exist, for a value
   *     that is not a port or an origin, and in Azure, where anyone could get a token for any user
   */
  static Arguments parse(Map<String, String> environment, String... arguments) {
    if (Hosting.of(environment).isAzure()) {
      throw new IllegalArgumentException(
          "The development host gives anyone a token for any user, so it does not run in Azure,"
              + " where WEBSITE_SKU or another variable of the platform is set.");
    }
    var options = new Options();
    new CommandLineOptions(options, VARIABLE_PREFIX).read(environment, arguments);
    return options.toArguments();
  }

  @Command(
      name = "The development host",
      sortOptions = false,
      synopsisHeading = "",
      customSynopsis = "Options, each as --name value, --name=value or an environment variable.",
      description = "An option takes precedence over its variable. Port 0 chooses a free port.%n",
      footer = {
        "",
        "The endpoint's own settings, such as AUTH_ISSUER, are taken from the environment, too,"
            + " except the addresses and credentials of ACS and of the table."
      })
  private static final class Options {
    @Option(
        names = "--host",
        paramLabel = "HOST",
        description =
            "Name or address of this machine that the endpoint and the issuer listen on; 0.0.0.0 for"
                + " phones and other machines.")
    private String host = "localhost";

    @Option(
        names = "--endpoint-port",
        paramLabel = "PORT",
        converter = PortOption.class,
        description = "Port of the endpoint.")
    private int endpointPort = 7071;

    @Option(
        names = "--issuer-port",
        paramLabel = "PORT",
        converter = PortOption.class,
        description = "Port of the OpenID Connect issuer.")
    private int issuerPort = 7072;

    @Option(
        names = "--emulator-port",
        paramLabel = "PORT",
        converter = PortOption.class,
        description = "Port of the ACS emulator.")
    private int emulatorPort = 7073;

    @Option(
        names = "--azurite-port",
        paramLabel = "PORT",
        converter = PortOption.class,
        description = "Port of Azurite's table service.")
    private int azuritePort = 10002;

    @Option(
        names = "--cors-origin",
        paramLabel = "ORIGIN",
        split = ",",
        description = "Other origin whose pages may use the endpoint and the issuer; repeatable.")
    private List<String> origins = new ArrayList<>();

    @Option(
        names = "--state",
        paramLabel = "FOLDER",
        description = "Folder that keeps identities, keys and the certificate.")
    private Path state = Path.of("target", "development-host");

    @Option(
        names = "--fresh",
        arity = "0..1",
        fallbackValue = "true",
        paramLabel = "true|false",
        description = "Discard the state of earlier starts.")
    private boolean fresh;

    @Option(
        names = "--verbose",
        arity = "0..1",
        fallbackValue = "true",
        paramLabel = "true|false",
        description = "Print everything that is logged.")
    private boolean verbose;

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Print this text.")
    private boolean help;

    private Arguments toArguments() {
      return new Arguments(
          host,
          endpointPort,
          issuerPort,
          emulatorPort,
          azuritePort,
          TrustedOrigins.with(
              origins.stream().map(String::strip).filter(text -> !text.isEmpty()).toList()),
          Optional.of(state),
          fresh,
          verbose,
          help);
    }
  }
}
