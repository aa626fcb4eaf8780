package dev.acstoken.functions;

import com.azure.communication.common.CommunicationUserIdentifier;
import com.azure.communication.identity.CommunicationIdentityClient;
import com.azure.communication.identity.CommunicationIdentityClientBuilder;
import com.azure.communication.identity.models.CommunicationTokenScope;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import dev.acstoken.emulator.AcsEmulator;
import java.net.http.HttpClient;
import java.util.List;

/** Calls ACS without the endpoint, as a team's former service did. */
final class DirectAcs {

  private final CommunicationIdentityClient client;

  DirectAcs(AcsEmulator acs) {
    client =
        new CommunicationIdentityClientBuilder()
            .connectionString(acs.connectionString())
            .httpClient(
                new JdkHttpClientBuilder(HttpClient.newBuilder().sslContext(acs.clientSslContext()))
                    .build())
            .buildClient();
  }

  /** Creates an identity that no row names. */
  String create() {
    return client.createUser().getId();
  }

  /** Issues a token for chat. */
  String issueToken(String id) {
    return client
        .getToken(new CommunicationUserIdentifier(id), List.of(CommunicationTokenScope.CHAT))
        .getToken();
  }

  void delete(String id) {
    client.deleteUser(new CommunicationUserIdentifier(id));
  }
}
