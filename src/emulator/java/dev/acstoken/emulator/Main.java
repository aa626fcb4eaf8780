package dev.acstoken.emulator;

import dev.acstoken.emulator.server.Options;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** The emulator as a standalone program, which serves until Ctrl-C. */
public final class Main {

  static final String HELP =
      """
      An emulator of the Azure Communication Services Identity API.

      Options, each as --name=value or as an environment variable (the option takes precedence):

        --port          ACS_EMULATOR_PORT          port to listen on; 0 for a free one  7073
        --access-key    ACS_EMULATOR_ACCESS_KEY    access key, in base64                a published key
        --certificates  ACS_EMULATOR_CERTIFICATES  folder that keeps the certificate    .acs-emulator in the home folder
        --help                                     print this text

      Delete the folder of the certificate to get a new one at the next start.
      """;

  private static final Set<String> OPTIONS = Set.of("port", "access-key", "certificates");

  private Main() {}

  /**
   * Starts the emulator. If it cannot start, prints the reason on standard error and ends the JVM
   * with exit code 1.
   */
  public static void main(String[] args) throws InterruptedException {
    try {
      Options options = Options.parse(System.getenv(), "ACS_EMULATOR_", OPTIONS, args);
      if (options.isHelp()) {
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
    CertificateFolder folder =
        new CertificateFolder(
            Path.of(options.text("certificates", defaultFolder())).toAbsolutePath());
    AcsEmulator emulator =
        AcsEmulator.builder()
            .host("localhost")
            .port(options.port("port", 7073))
            .accessKey(options.text("access-key", AcsEmulator.PUBLISHED_ACCESS_KEY))
            .certificates(folder.path())
            .start();
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

  private static String defaultFolder() {
    return Path.of(System.getProperty("user.home"), ".acs-emulator").toString();
  }

  /** Returns the connection string. A key that the user has chosen is not printed. */
  private static String connectionString(AcsEmulator emulator) {
    return emulator.accessKey().equals(AcsEmulator.PUBLISHED_ACCESS_KEY)
        ? emulator.connectionString()
        : "endpoint=%s/;accesskey=<your access key>".formatted(emulator.endpoint());
  }
}
