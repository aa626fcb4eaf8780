package dev.acstoken.samples;

import dev.acstoken.devhost.DevelopmentHost;
import dev.acstoken.devhost.EndpointProcess;
import dev.acstoken.devhost.NodePackages;
import dev.acstoken.devhost.TypeScriptPackage;
import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.emulator.EntraEmulator;
import dev.acstoken.emulator.ManagedIdentityEndpoint;
import dev.acstoken.interop.ForeignProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The whole endpoint in a process of its own, where it acquires Teams tokens on behalf of the users
 * of an emulated tenant, and the Teams sample, which these users sign in to.
 */
final class TeamsEndpoint implements AutoCloseable {

  private static final String PASSWORD = "changeit";

  private final NodePackages packages;
  private final Path certificate;
  private final DevelopmentHost development = DevelopmentHost.onFreePorts();
  private final AcsEmulator acs = development.emulators().acs();
  private final ManagedIdentityEndpoint identity = ManagedIdentityEndpoint.start();
  private final EntraEmulator entra = EntraEmulator.beside(acs);
  private final EndpointProcess process;

  /**
   * Builds the sample and starts the servers.
   *
   * @param folder an empty folder for the certificate of the emulators
   */
  TeamsEndpoint(Path folder) throws Exception {
    packages = TypeScriptPackage.built();
    acs.trust(identity.publicKey());
    entra.federate(identity);
    certificate = Files.writeString(folder.resolve("certificate.pem"), acs.certificatePem());
    Path trustStore = folder.resolve("trust.p12");
    acs.writeTrustStore(trustStore, PASSWORD);
    process = EndpointProcess.start(settings(), trustStore, PASSWORD);
  }

  AcsEmulator acs() {
    return acs;
  }

  EntraEmulator entra() {
    return entra;
  }

  /**
   * Starts the sample's client program, in which this user then signs in without a second factor.
   */
  ForeignProgram startApp(String objectId) throws IOException {
    var app =
        packages.script(
            "client/teams-client.mjs",
            process.baseUri().toString(),
            entra.authority().toString(),
            entra.clientId(),
            "api://" + entra.appId() + "/Tokens.Issue",
            objectId);
    app.environment().put("NODE_EXTRA_CA_CERTS", certificate.toString());
    return ForeignProgram.start(app.redirectErrorStream(true));
  }

  @Override
  public void close() {
    process.close();
    entra.close();
    identity.close();
    development.close();
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>(development.emulators().environment());
    settings.putAll(identity.environment());
    settings.remove("COMMUNICATION_SERVICES_CONNECTION_STRING");
    settings.remove("TEAMS_APP_ID");
    settings.put("COMMUNICATION_SERVICES_ENDPOINT", acs.endpoint().toString());
    settings.put("AZURE_CLIENT_ID", "the-client");
    settings.put("AUTH_ISSUER", entra.issuer().toString());
    settings.put("AUTH_AUDIENCE", entra.appId());
    settings.put("AUTH_REQUIRED_SCOPE", "Tokens.Issue");
    settings.put("TEAMS_ON_BEHALF_OF_APP_ID", entra.appId());
    return settings;
  }
}
