package dev.acstoken.bench;

import com.azure.communication.common.CommunicationUserIdentifier;
import com.azure.communication.identity.CommunicationIdentityClient;
import com.azure.communication.identity.CommunicationIdentityClientBuilder;
import com.azure.communication.identity.models.CommunicationTokenScope;
import com.azure.identity.DefaultAzureCredentialBuilder;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Gets a first token at the lowest possible cost: one call to ACS with the SDK, without
 * authenticating the caller.
 */
final class BareFirstToken {

  private BareFirstToken() {}

  public static void main(String[] args) {
    var token =
        client()
            .getToken(
                new CommunicationUserIdentifier(System.getenv("BENCH_IDENTITY")),
                List.of(CommunicationTokenScope.CHAT, CommunicationTokenScope.VOIP));
    System.out.println(token.getToken().isEmpty() ? 500 : 200);
    System.out.println(ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
  }

  private static CommunicationIdentityClient client() {
    var builder = new CommunicationIdentityClientBuilder();
    String connectionString = System.getenv("COMMUNICATION_SERVICES_CONNECTION_STRING");
    return connectionString != null
        ? builder.connectionString(connectionString).buildClient()
        : builder
            .endpoint(System.getenv("COMMUNICATION_SERVICES_ENDPOINT"))
            .credential(new DefaultAzureCredentialBuilder().build())
            .buildClient();
  }
}
