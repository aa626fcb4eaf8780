package dev.acstoken.devhost;

import dev.acstoken.app.LazyApplication;
import dev.acstoken.emulator.AcsEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import okhttp3.tls.HandshakeCertificates;

/**
 * The servers that replace Azure and an identity provider on a laptop: the ACS emulator, a local
 * OpenID Connect issuer, and Azurite for Table Storage. Its {@code main} starts them without the
 * endpoint, for Azure Functions Core Tools.
 */
public final class Emulators implements AutoCloseable {
  /** The path that {@code local.settings.json.example} passes to the Java worker. */
  private static final Path TRUST_STORE = Path.of("target", "emulators", "truststore.p12");

  private static final String TRUST_STORE_PASSWORD = "emulator";

  /** Settings for tests whose load exceeds the rate limits. */
  public static final Map<String, String> WITHOUT_RATE_LIMIT =
      Map.of(
          "TOKEN_REQUESTS_PER_MINUTE", "1000000",
          "TOKEN_REQUESTS_BURST", "1000000",
          "USER_REQUESTS_PER_MINUTE", "1000000",
          "ADMIN_REQUESTS_PER_MINUTE", "1000000",
          "INSTANCE_ISSUE_REQUESTS_PER_MINUTE", "1000000",
          "INSTANCE_NEW_IDENTITIES_PER_MINUTE", "1000000",
          "INSTANCE_REVOCATIONS_PER_MINUTE", "1000000");

  private final Closer parts;
  private final Azurite azurite;
  private final AcsEmulator acs;
  private final LocalIssuer issuer;

  private Emulators(Closer parts, Arguments arguments, Progress progress) {
    this.parts = parts;
    var state = parts.add(StateFiles.open(arguments));
    this.azurite = parts.add(Azurite.start(arguments.azuritePort(), state.tables(), progress));
    this.acs =
        parts.add(
            progress.during(
                "Starting the ACS emulator", () -> acs(arguments.emulatorPort(), state)));
    this.issuer =
        parts.add(
            progress.during(
                "Starting the OpenID Connect issuer",
                () ->
                    LocalIssuer.start(
                        arguments.host(),
                        arguments.issuerPort(),
                        LocalIssuer.DEFAULT_AUDIENCE,
                        arguments.origins(),
                        state.issuerKey())));
    acs.trust(issuer.teamsKey());
  }

  public static void main(String[] args) {
    Foreground.run(
        args,
        arguments -> {
          TerminalLog.install(arguments.verbose()).open();
          var emulators = start(arguments, new PrintedProgress());
          emulators.writeTrustStore();
          System.out.println("\nThe emulators for Azure Functions Core Tools are running.\n");
          System.out.println(emulators.addresses());
          new NetworkNotice(
                  arguments.host(),
                  List.of(new NetworkNotice.Server("issuer", emulators.issuer().issuer())))
              .text()
              .ifPresent(text -> System.out.println("\n" + text));
          System.out.println(
              "\nThe trust store " + TRUST_STORE + " holds the emulator's certificate.\n");
          return emulators;
        });
  }

  /**
   * Starts all three servers.
   *
   * @throws CannotStartException when one cannot start; the others are stopped again
   */
  static Emulators start(Arguments arguments, Progress progress) {
    var parts = new Closer();
    try {
      return new Emulators(parts, arguments, progress);
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  /** Starts all three servers on free ports. */
  public static Emulators startOnFreePorts() {
    return start(Arguments.onFreePorts(), Progress.SILENT);
  }

  public AcsEmulator acs() {
    return acs;
  }

  public LocalIssuer issuer() {
    return issuer;
  }

  public Azurite azurite() {
    return azurite;
  }

  /** Returns the settings of an endpoint that uses these servers. */
  public Map<String, String> environment() {
    return Map.of(
        "COMMUNICATION_SERVICES_CONNECTION_STRING", acs.connectionString(),
        "COMMUNICATION_SERVICES_RESOURCE_ID", acs.resourceId().toString(),
        "TABLE_STORAGE_CONNECTION_STRING", azurite.connectionString(),
        "AUTH_ISSUER", issuer.issuer().toString(),
        "AUTH_AUDIENCE", issuer.audience(),
        "TEAMS_APP_ID", LocalIssuer.TEAMS_APP_ID);
  }

  /** Returns a new application that uses these servers. */
  public LazyApplication newApplication() {
    return LazyApplication.of(environment(), this::connections);
  }

  /** Returns a new application with some settings added or changed. */
  public LazyApplication newApplication(Map<String, String> settings) {
    return newApplication(new GivenSettings(settings));
  }

  LazyApplication newApplication(GivenSettings settings) {
    return LazyApplication.of(settings.over(environment()), this::connections);
  }

  /**
   * Returns the HTTP client of an endpoint in this JVM. It trusts the ACS emulator's certificate,
   * and the certificates of identity providers that the JVM trusts.
   */
  public HttpClient.Builder connections() {
    return HttpClient.newBuilder()
        .sslContext(
            new HandshakeCertificates.Builder()
                .addPlatformTrustedCertificates()
                .addTrustedCertificate(acs.certificate())
                .build()
                .sslContext());
  }

  @Override
  public void close() {
    parts.close();
  }

  String addresses() {
    return "  issuer     %s%n  emulator   %s%n  storage    %s"
        .formatted(issuer.issuer(), acs.endpoint(), azurite.tableEndpoint());
  }

  private static AcsEmulator acs(int port, StateFiles state) {
    try {
      return state
          .keep(
              AcsEmulator.builder()
                  .host("localhost")
                  .port(port)
                  .accessKey(AcsEmulator.PUBLISHED_ACCESS_KEY))
          .start();
    } catch (UncheckedIOException e) {
      throw e.getCause() instanceof BindException
          ? CannotStartException.cannotListen("the ACS emulator", "--emulator-port", e)
          : new CannotStartException(String.valueOf(e.getMessage()), e);
    }
  }

  private void writeTrustStore() {
    try {
      Files.createDirectories(TRUST_STORE.getParent());
      acs.writeTrustStore(TRUST_STORE, TRUST_STORE_PASSWORD);
    } catch (IOException e) {
      throw new CannotStartException(TRUST_STORE + " could not be written.", e);
    }
  }
}
