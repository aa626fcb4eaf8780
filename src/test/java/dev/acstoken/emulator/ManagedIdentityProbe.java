package dev.acstoken.emulator;

import com.azure.communication.identity.CommunicationIdentityClientBuilder;
import com.azure.core.credential.TokenCredential;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;

/**
 * Creates one identity with each credential and prints its id. A process of its own, because the
 * SDK finds a managed identity by environment variables only.
 */
final class ManagedIdentityProbe {

  private ManagedIdentityProbe() {}

  /** Takes the emulator's endpoint. */
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
