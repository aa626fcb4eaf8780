package dev.acstoken.emulator;

import com.azure.communication.identity.CommunicationIdentityClient;
import com.azure.communication.identity.CommunicationIdentityClientBuilder;
import com.azure.core.credential.AzureKeyCredential;
import com.azure.core.credential.TokenCredential;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import java.net.http.HttpClient;
import java.time.Duration;

/** Creates clients of the real SDK for an emulator, without retries. */
final class EmulatorClients {

  private EmulatorClients() {}

  static CommunicationIdentityClient withConnectionString(AcsEmulator emulator) {
    return builder(emulator).connectionString(emulator.connectionString()).buildClient();
  }

  static CommunicationIdentityClient withKey(AcsEmulator emulator, String key) {
    return builder(emulator)
        .endpoint(emulator.endpoint().toString())
        .credential(new AzureKeyCredential(key))
        .buildClient();
  }

  static CommunicationIdentityClient withCredential(
      AcsEmulator emulator, TokenCredential credential) {
    return builder(emulator)
        .endpoint(emulator.endpoint().toString())
        .credential(credential)
        .buildClient();
  }

  private static CommunicationIdentityClientBuilder builder(AcsEmulator emulator) {
    return new CommunicationIdentityClientBuilder()
        .httpClient(
            new JdkHttpClientBuilder(
                    HttpClient.newBuilder().sslContext(emulator.clientSslContext()))
                .responseTimeout(Duration.ofSeconds(5))
                .build())
        .retryOptions(new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1))));
  }
}
