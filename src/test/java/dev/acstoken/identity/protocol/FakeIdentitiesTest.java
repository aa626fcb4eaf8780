package dev.acstoken.identity.protocol;

import dev.acstoken.identity.AccessToken;
import dev.acstoken.identity.CommunicationIdentities;
import dev.acstoken.identity.CommunicationUserId;
import java.time.Clock;
import java.util.Set;

class FakeIdentitiesTest extends CommunicationIdentitiesContract {

  private final FakeIdentities acs =
      new FakeIdentities("https://contoso.communication.azure.com", Clock.systemUTC());

  @Override
  protected CommunicationIdentities acs() {
    return acs;
  }

  @Override
  protected Set<CommunicationUserId> live() {
    return acs.live();
  }

  @Override
  protected boolean isValid(AccessToken token) {
    return acs.isValid(token);
  }
}
