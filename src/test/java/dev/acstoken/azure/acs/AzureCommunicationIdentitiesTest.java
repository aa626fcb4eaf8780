package dev.acstoken.azure.acs;

import static java.util.stream.Collectors.toSet;

import dev.acstoken.azure.EmulatedAcs;
import dev.acstoken.emulator.AcsEmulator;
import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.CommunicationUserId;
import dev.acstoken.identity.protocol.CommunicationIdentitiesContract;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;

class AzureCommunicationIdentitiesTest extends CommunicationIdentitiesContract {

  private static final AcsEmulator emulator = AcsEmulator.start();
  private static final CommunicationIdentities acs = EmulatedAcs.of(emulator);

  private final Set<String> ofOtherTests = emulator.identities();

  @AfterAll
  static void stop() {
    emulator.close();
  }

  @Override
  protected CommunicationIdentities acs() {
    return acs;
  }

  @Override
  protected Set<CommunicationUserId> live() {
    return emulator.identities().stream()
        .filter(id -> !ofOtherTests.contains(id))
        .map(CommunicationUserId::new)
        .collect(toSet());
  }

  @Override
  protected boolean isValid(AccessToken token) {
    return emulator.isValid(token.value().reveal());
  }
}
