package dev.acstoken.emulator;

import com.azure.communication.identity.CommunicationIdentityClientBuilder;
import com.azure.core.credential.TokenCredential;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;

/**
 * Creates one identity with each credential and prints its id. It runs in its own process because
 * the SDK finds a managed identity only through environment variables.
 */
final class ManagedIdentityProbe {

  private ManagedIdentityProbe() {}

  /** Expects the emulator's endpoint as its argument. */
  public static void main(String[] args) {
    create(args[0], new DefaultAzureCredentialBuilder().build());
    create(args[0], new ManagedIdentityCredentialBuilder().clientId("another-client").build());
  }

  private static void create(String endpoint, TokenCredential credential) {
    var client =
        new CommunicationIdentityClientBuilder()
            .endpoint(endpoint)
            .credential(credential)
            .buildClient();
    System.out.println(client.createUser().getId());
  }
}
