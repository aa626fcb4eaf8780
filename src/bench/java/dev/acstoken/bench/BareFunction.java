package dev.acstoken.bench;

import com.azure.communication.common.CommunicationUserIdentifier;
import com.azure.communication.identity.CommunicationIdentityClient;
import com.azure.communication.identity.CommunicationIdentityClientBuilder;
import com.azure.communication.identity.models.CommunicationTokenScope;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import java.util.List;
import java.util.Optional;

/**
 * The least that an HTTP function for ACS tokens can do: one call to ACS with the SDK, used as its
 * documentation shows. It authenticates no caller, and always gets a token of the same identity.
 */
final class BareFunction {

  HttpResponseMessage issueToken(
      HttpRequestMessage<Optional<String>> request, ExecutionContext context) {
    var token =
        Client.INSTANCE.getToken(
            new CommunicationUserIdentifier(System.getenv("BENCH_IDENTITY")),
            List.of(CommunicationTokenScope.CHAT, CommunicationTokenScope.VOIP));
    return request
        .createResponseBuilder(HttpStatus.OK)
        .header("Content-Type", "application/json")
        .body(
            "{\"token\":\""
                + token.getToken()
                + "\",\"expiresOn\":\""
                + token.getExpiresAt()
                + "\"}")
        .build();
  }

  // The worker creates an object of a function's class for each call, so the client is static.
  private static final class Client {

    private static final CommunicationIdentityClient INSTANCE = create();

    private static CommunicationIdentityClient create() {
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
}
