package dev.acstoken.azure;

import dev.acstoken.azure.acs.AcsSettings;
import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.Redacted;
import java.net.http.HttpClient;
import java.util.Optional;

/** Creates the adapter under test for an emulator. */
public final class EmulatedAcs {

  private EmulatedAcs() {}

  public static CommunicationIdentities of(AcsEmulator emulator) {
    return of(
        emulator,
        new AcsSettings(emulator.endpoint(), Optional.of(new Redacted(emulator.accessKey()))));
  }

  static CommunicationIdentities of(AcsEmulator emulator, AcsSettings settings) {
    var http = HttpClient.newBuilder().sslContext(emulator.clientSslContext());
    return new AzureClients(http).communicationIdentities(settings);
  }
}
