package dev.acstoken.bench;

import com.azure.communication.common.CommunicationUserIdentifier;
import com.azure.communication.identity.CommunicationIdentityClientBuilder;
import com.azure.communication.identity.models.CommunicationTokenScope;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * What everybody's first token costs at least: one call to ACS by the SDK, nobody asked who it is
 * for.
 */
final class BareFirstToken {

  private BareFirstToken() {}

  public static void main(String[] args) {
    var client =
        new CommunicationIdentityClientBuilder()
            .connectionString(System.getenv("COMMUNICATION_SERVICES_CONNECTION_STRING"))
            .buildClient();
    var token =
        client.getToken(
            new CommunicationUserIdentifier(System.getenv("BENCH_IDENTITY")),
            List.of(CommunicationTokenScope.CHAT, CommunicationTokenScope.VOIP));
    System.out.println(token.getToken().isEmpty() ? 500 : 200);
    System.out.println(ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
  }
}
