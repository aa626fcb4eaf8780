package dev.acstoken.emulator;

import dev.acstoken.emulator.server.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
        --certificates  ACS_EMULATOR_CERTIFICATES  folder for the certificate files     acs-emulator
        --help                                     print this text
      """;

  private static final Set<String> OPTIONS = Set.of("port", "access-key", "certificates");
  private static final String TRUST_STORE_PASSWORD = "emulator";

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
    } catch (IllegalArgumentException | UncheckedIOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
    new CountDownLatch(1).await();
  }

  private static void start(Options options) {
    AcsEmulator emulator =
        AcsEmulator.builder()
            .host("localhost")
            .port(options.port("port", 7073))
            .accessKey(options.text("access-key", AcsEmulator.PUBLISHED_ACCESS_KEY))
            .start();
    Path folder = Path.of(options.text("certificates", "acs-emulator")).toAbsolutePath();
    Path pem = folder.resolve("certificate.pem");
    Path trustStore = folder.resolve("truststore.p12");
    try {
      Files.createDirectories(folder);
      Files.writeString(pem, emulator.certificatePem());
    } catch (IOException e) {
      throw new UncheckedIOException("The certificate could not be written: " + e, e);
    }
    emulator.writeTrustStore(trustStore, TRUST_STORE_PASSWORD);
    System.out.printf(
        """

        The ACS emulator

          endpoint           %1$s
          connection string  %2$s
          control API        %1$s/emulator/

        The certificate is new at each start. To make a client trust it, use one of these:

          Java     -Djavax.net.ssl.trustStore=%3$s -Djavax.net.ssl.trustStorePassword=%4$s
          Node.js  NODE_EXTRA_CA_CERTS=%5$s
          curl     --cacert %5$s

        Press Ctrl-C to stop.
        """,
        emulator.endpoint(), emulator.connectionString(), trustStore, TRUST_STORE_PASSWORD, pem);
  }
}
