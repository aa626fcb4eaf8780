package dev.acstoken.emulator;

import dev.acstoken.emulator.server.CommandLineOptions;
import dev.acstoken.emulator.server.PortOption;
import dev.acstoken.emulator.server.StateFolder;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The emulator as a standalone program, which serves until Ctrl-C. */
public final class Main {

  private static final String VARIABLE_PREFIX = "ACS_EMULATOR_";

  static final String HELP = new CommandLineOptions(new Options(), VARIABLE_PREFIX).help();

  private Main() {}

  /**
   * Starts the emulator. If it cannot start, prints the reason on standard error and ends the JVM
   * with exit code 1.
   */
  public static void main(String[] args) throws InterruptedException {
    try {
      Options options = Options.read(System.getenv(), System.err::println, args);
      if (options.help) {
        System.out.print(HELP);
        return;
      }
      start(options);
    } catch (IllegalArgumentException e) {
      fail(String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      fail(
          e.getCause() instanceof BindException
              ? e.getMessage() + ". Choose another one with --port."
              : String.valueOf(e.getMessage()));
    }
    new CountDownLatch(1).await();
  }

  private static void fail(String message) {
    System.err.println(message);
    System.exit(1);
  }

  private static void start(Options options) {
    CertificateFolder folder = new CertificateFolder(options.certificates.toAbsolutePath());
    AcsEmulator.Builder builder =
        AcsEmulator.builder()
            .host("localhost")
            .port(options.port)
            .accessKey(options.accessKey)
            .certificates(folder.path());
    if (options.fresh) {
      options.state.map(StateFolder::openFresh).ifPresent(StateFolder::close);
    }
    options.state.ifPresent(builder::state);
    AcsEmulator emulator = builder.start();
    System.out.printf(
        """

        The ACS emulator

          endpoint           %1$s
          connection string  %2$s
          control API        %1$s/emulator/

        %3$s
        Press Ctrl-C to stop.
        """,
        emulator.endpoint(), connectionString(emulator), clientSetUp(folder));
  }

  static String clientSetUp(CertificateFolder folder) {
    return """
    Clients trust it by a certificate, which stays the same from start to start:

      Java           "-Djavax.net.ssl.trustStore=%1$s" "-Djavax.net.ssl.trustStorePassword=%2$s"
      Node.js        NODE_EXTRA_CA_CERTS=%3$s
      Python         REQUESTS_CA_BUNDLE=%3$s
      .NET, Go       SSL_CERT_FILE=%3$s
      curl           --cacert %3$s

    Only Node.js uses it in addition to its other authorities. The others use it in place of
    them, so set it for one command, not for a whole shell.
    """
        .formatted(
            folder.trustStore(),
            CertificateFolder.TRUST_STORE_PASSWORD,
            quotedIfNecessary(folder.authority().toString()));
  }

  /** Settings outside a shell, such as those of an IDE, would take quotes as part of the path. */
  private static String quotedIfNecessary(String path) {
    return path.matches("[\\w.:/\\\\~-]+") ? path : '"' + path + '"';
  }

  /** Returns the connection string. A key that the user has chosen is not printed. */
  private static String connectionString(AcsEmulator emulator) {
    return emulator.accessKey().equals(AcsEmulator.PUBLISHED_ACCESS_KEY)
        ? emulator.connectionString()
        : "endpoint=%s/;accesskey=<your access key>".formatted(emulator.endpoint());
  }

  @Command(
      name = "The ACS emulator",
      sortOptions = false,
      synopsisHeading = "",
      customSynopsis = "An emulator of the Azure Communication Services Identity API.",
      description =
          "%nOptions, each as --name value, --name=value or an environment variable. An option"
              + " takes precedence over its variable.%n",
      footer = {"", "Delete the folder of the certificate to get a new one at the next start."})
  static final class Options {
    @Option(
        names = "--port",
        paramLabel = "PORT",
        converter = PortOption.class,
        description = "Port to listen on; 0 for a free one.")
    int port = 7073;

    @Option(
        names = "--access-key",
        paramLabel = "KEY",
        description = "Access key, in base64; by default a published one.",
        showDefaultValue = Visibility.NEVER)
    private String accessKey = AcsEmulator.PUBLISHED_ACCESS_KEY;

    @Option(
        names = "--certificates",
        paramLabel = "FOLDER",
        description =
            "Folder that keeps the certificate; by default .acs-emulator in the home folder.",
        showDefaultValue = Visibility.NEVER)
    private Path certificates = Path.of(System.getProperty("user.home"), ".acs-emulator");

    @Option(
        names = "--state",
        paramLabel = "FOLDER",
        showDefaultValue = Visibility.NEVER,
        description =
            "Folder that keeps identities, revocations and the signing key; by default they are in"
                + " memory.")
    private Optional<Path> state = Optional.empty();

    @Option(
        names = "--fresh",
        arity = "0..1",
        fallbackValue = "true",
        paramLabel = "true|false",
        description = "Discard what the folder of the state keeps.")
    private boolean fresh;

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Print this text.")
    private boolean help;

    /**
     * Reads the options.
     *
     * @param warn receives a sentence about variables that are ignored: those of a service in
     *     Kubernetes that is named acs-emulator have the same prefix
     * @throws IllegalArgumentException for an invalid option, with a message for the user
     */
    static Options read(Map<String, String> environment, Consumer<String> warn, String... args) {
      Options options = new Options();
      new CommandLineOptions(options, VARIABLE_PREFIX).ignoringOthers(warn).read(environment, args);
      return options;
    }
  }
}
